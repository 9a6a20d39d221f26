package io.aftercall.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@link ReminderBook} in memory, for tests; passes {@link ReminderBookContract} like the real one. */
final class MemoryReminderBook implements ReminderBook {
    private final Map<String, Reminder> pending = new TreeMap<>();
    private final Map<String, Instant> claimedUntil = new TreeMap<>();
    private final Map<String, String> ended = new TreeMap<>();

    @Override
    public synchronized void enter(Reminder reminder) {
        if (!ended.containsKey(reminder.id())) {
            pending.putIfAbsent(reminder.id(), reminder);
        }
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
        end(reminder, "sent");
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
