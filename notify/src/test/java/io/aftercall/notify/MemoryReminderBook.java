package io.aftercall.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@link ReminderBook} in memory, for tests; passes {@link ReminderBookContract} like the real one. */
final class MemoryReminderBook implements ReminderBook {
    private static final String SENT = "sent";

    private final Map<String, Reminder> pending = new TreeMap<>();
    private final Map<String, Instant> claimedUntil = new TreeMap<>();
    private final Map<String, String> ended = new TreeMap<>();

    @Override
    public synchronized void enter(Reminder reminder, Instant notBefore) {
        if (!ended.containsKey(reminder.id()) && pending.putIfAbsent(reminder.id(), reminder) == null) {
            claimedUntil.put(reminder.id(), notBefore);
        }
    }

    @Override
    public synchronized void enterRefused(Reminder reminder, String reason) {
        if (!pending.containsKey(reminder.id())) {
            ended.putIfAbsent(reminder.id(), reason);
        }
    }

    @Override
    public synchronized void reopen(Reminder reminder) {
        if (!ended.getOrDefault(reminder.id(), SENT).equals(SENT)) {
            ended.remove(reminder.id());
            enter(reminder, Instant.EPOCH);
        }
    }

    @Override
    public synchronized void clear() {
        pending.clear();
        claimedUntil.clear();
        ended.clear();
    }

    @Override
    public synchronized List<Reminder> claim(Instant now, Duration lease, int most) {
        List<Reminder> due = pending.values().stream()
                .filter(reminder -> !reminder.dueAt().isAfter(now))
                .filter(reminder ->
                        !claimedUntil.getOrDefault(reminder.id(), Instant.EPOCH).isAfter(now))
                .sorted(Comparator.comparing(Reminder::dueAt))
                .limit(most)
                .toList();
        due.forEach(reminder -> claimedUntil.put(reminder.id(), now.plus(lease)));
        return due;
    }

    @Override
    public synchronized void settle(Reminder reminder, Instant sentAt) {
        end(reminder, SENT);
    }

    @Override
    public synchronized void giveUp(Reminder reminder, String reason) {
        end(reminder, reason);
    }

    private void end(Reminder reminder, String how) {
        pending.remove(reminder.id());
        ended.put(reminder.id(), how);
    }
}
