package io.aftercall.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@link ReminderBook} in memory, for tests; passes {@link ReminderBookContract} like the real one. */
final class MemoryReminderBook implements ReminderBook {
    private static final String SENT = "sent";
    private static final String DISMISSED = "dismissed";

    private final Map<String, Reminder> known = new TreeMap<>();

    private final Map<String, Reminder> pending = new TreeMap<>();
    private final Map<String, Instant> claimedUntil = new TreeMap<>();
    private final Map<String, String> ended = new TreeMap<>();

    @Override
    public synchronized void enter(Reminder reminder, Instant notBefore) {
        known.putIfAbsent(reminder.id(), reminder);
        if (!ended.containsKey(reminder.id()) && pending.putIfAbsent(reminder.id(), reminder) == null) {
            claimedUntil.put(reminder.id(), notBefore);
        }
    }

    @Override
    public synchronized void enterRefused(Reminder reminder, String reason) {
        known.putIfAbsent(reminder.id(), reminder);
        if (!pending.containsKey(reminder.id())) {
            ended.putIfAbsent(reminder.id(), reason);
        }
    }

    @Override
    public synchronized void reopen(Reminder reminder) {
        if (!Set.of(SENT, DISMISSED).contains(ended.getOrDefault(reminder.id(), SENT))) {
            ended.remove(reminder.id());
            enter(reminder, Instant.EPOCH);
        }
    }

    @Override
    public synchronized void clear() {
        known.clear();
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
                .sorted(Comparator.comparing(
                                (Reminder reminder) -> claimedUntil.getOrDefault(reminder.id(), Instant.EPOCH))
                        .thenComparing(Reminder::dueAt))
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

    @Override
    public synchronized void dismiss(Reminder reminder) {
        if (!SENT.equals(ended.get(reminder.id()))) {
            end(reminder, DISMISSED);
        }
    }

    @Override
    public synchronized void advise(Reminder reminder) {
        known.replace(reminder.id(), reminder);
        pending.replace(reminder.id(), reminder);
    }

    @Override
    public synchronized FollowUps.Found find(
            FollowUp.@Nullable Status status, FollowUp.@Nullable Priority priority, int most) {
        List<FollowUps.Entry> found = known.values().stream()
                .flatMap(reminder -> Stream.ofNullable(reminder.followUp())
                        .map(advised -> new FollowUps.Entry(reminder, advised, status(reminder.id()))))
                .filter(entry -> status == null || entry.status() == status)
                .filter(entry -> priority == null || entry.followUp().priority() == priority)
                .sorted(Comparator.comparing(
                                (FollowUps.Entry entry) -> entry.followUp().createdAt())
                        .reversed())
                .toList();
        return new FollowUps.Found(found.size(), found.stream().limit(most).toList());
    }

    private FollowUp.Status status(String id) {
        String end = ended.get(id);
        return SENT.equals(end)
                ? FollowUp.Status.COMPLETED
                : DISMISSED.equals(end) ? FollowUp.Status.DISMISSED : FollowUp.Status.PENDING;
    }

    private void end(Reminder reminder, String how) {
        known.putIfAbsent(reminder.id(), reminder);
        pending.remove(reminder.id());
        ended.put(reminder.id(), how);
    }
}
