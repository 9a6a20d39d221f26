package io.aftercall.infra.faults;

import io.aftercall.simulator.ChatMessage;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What came to the chat, told apart by the id each message carries.
 *
 * @param distinct reminders
 * @param atAKill messages that repeated one under its id because the process was killed after it had been posted
 * @param duplicates messages that repeated one without such a reason
 */
record RemindersSent(int distinct, int atAKill, int duplicates) {
    static RemindersSent of(List<ChatMessage> messages, List<Instant> kills) {
        Map<String, List<Instant>> byId = messages.stream()
                .collect(Collectors.groupingBy(
                        message -> Objects.requireNonNull(message.headers().get("webhook-id")),
                        Collectors.mapping(ChatMessage::at, Collectors.toList())));
        int atAKill = 0;
        int duplicates = 0;
        for (List<Instant> times : byId.values()) {
            List<Instant> inOrder =
                    times.stream().sorted(Comparator.naturalOrder()).toList();
            for (int i = 1; i < inOrder.size(); i++) {
                Instant before = inOrder.get(i - 1);
                Instant after = inOrder.get(i);
                boolean killed = kills.stream().anyMatch(kill -> kill.isAfter(before) && kill.isBefore(after));
                atAKill += killed ? 1 : 0;
                duplicates += killed ? 0 : 1;
            }
        }
        return new RemindersSent(byId.size(), atAKill, duplicates);
    }
}
