package io.aftercall.transcribe;

import io.aftercall.ingest.ContentHash;
import io.aftercall.ingest.PlatformRecord;
import io.aftercall.transcribe.Utterance.Speaker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A conversation with a robot as its platform heard it: the robot's opening, then round by round what the customer said and what the
 * robot answered. What the platform only guessed while somebody was speaking ({@code asrprogress_notify}) is left out.
 */
final class PlatformRounds {
    /** In the place of a speech model. */
    private static final String MODEL = "platform";

    /** Rows in which something was said and heard to its end. */
    private static final List<String> HEARD = List.of("enter", "asrmessage_notify");

    /** The platform does not say how long its opening lasts; speakers of Chinese say about five characters a second. */
    private static final long MILLIS_A_CHARACTER = 200;

    private final List<Utterance> utterances = new ArrayList<>();
    private long at;
    private long speechMs;

    private PlatformRounds() {}

    /**
     * What names the rounds, see {@link Transcript#input()}; empty when the platform heard no customer in them, or when a person
     * took over, of whom it heard nothing.
     */
    static Optional<String> input(@Nullable PlatformRecord record) {
        return record != null && !isBridged(record) && heardSomebody(record)
                ? Optional.of(ContentHash.of(MODEL, rows(record).toString()))
                : Optional.empty();
    }

    private static boolean isBridged(PlatformRecord record) {
        return Stream.of("bridge_callid", "bridge_answerdate", "bridge_number")
                .map(name -> record.record().get(name))
                .anyMatch(value -> value instanceof String text && !text.isBlank());
    }

    private static boolean heardSomebody(PlatformRecord record) {
        return rows(record).stream().anyMatch(row -> !text(row, "question").isEmpty());
    }

    /** Times are of the platform's lengths one after the other: it knows of no pauses. */
    static Transcript transcript(PlatformRecord record, String input, Instant at) {
        PlatformRounds rounds = new PlatformRounds();
        for (Map<?, ?> row : rows(record)) {
            rounds.add(Speaker.CUSTOMER, text(row, "question"), number(row, "speak_ms"));
            rounds.add(Speaker.AGENT, text(row, "answer_content"), number(row, "play_ms"));
        }
        String all = rounds.utterances.stream().map(Utterance::text).collect(Collectors.joining("\n"));
        long talkedMs = number(record.record(), "bill");
        return new Transcript(
                WrittenLanguage.of(all),
                Math.max(talkedMs, rounds.at),
                rounds.speechMs,
                rounds.utterances,
                MODEL,
                input,
                at);
    }

    private void add(Speaker speaker, String text, long millis) {
        if (text.isEmpty()) {
            return;
        }
        long length = millis > 0 ? millis : text.length() * MILLIS_A_CHARACTER;
        utterances.add(new Utterance("u" + (utterances.size() + 1), speaker, at, at + length, text));
        at += length;
        speechMs += length;
    }

    private static List<Map<?, ?>> rows(@Nullable PlatformRecord record) {
        Map<String, @Nullable Object> details = record == null ? null : record.details();
        Object rows = details == null ? null : details.get("records");
        List<Map<?, ?>> heard = new ArrayList<>();
        if (rows instanceof List<?> list) {
            for (Object row : list) {
                if (row instanceof Map<?, ?> map && HEARD.contains(String.valueOf(map.get("notify")))) {
                    heard.add(map);
                }
            }
        }
        heard.sort(Comparator.comparingLong(row -> number(row, "sequence")));
        return heard;
    }

    private static String text(Map<?, ?> row, String name) {
        return row.get(name) instanceof String text ? text.strip().replaceAll("\\s*\\R\\s*", " ") : "";
    }

    private static long number(Map<?, ?> row, String name) {
        return row.get(name) instanceof Number number ? number.longValue() : 0;
    }
}
