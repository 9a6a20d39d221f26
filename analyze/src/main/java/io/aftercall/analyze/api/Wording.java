package io.aftercall.analyze.api;

import io.aftercall.analyze.CallRow;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.Submissions;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How values read on a page in one language; an unknown one reads as a dash. */
record Wording(Labels labels, ZoneId zone) {
    static final String NONE = "–";

    /** The classes of the style sheet for the colours of the shipped rubrics. */
    private static final Map<String, String> TONES =
            Map.of("#1a7f37", "a", "#0969da", "b", "#bf8700", "c", "#cf222e", "d");

    private static final String OWN_TONE = "own";

    /** As {@link io.aftercall.ingest.Dependency} names them in a sentence. */
    private static final List<String> DEPENDENCIES = List.of(
            "recording host",
            "call records of",
            "speech model",
            "language model",
            "call folders",
            "index",
            "Kafka",
            "chat",
            "disk of",
            "rate limit of");

    /** As the line says that one of them is away. */
    private static final Pattern AWAY = Pattern.compile("(.+) is away since (\\d{4}-\\d\\d-\\d\\dT[\\d:]+Z)");

    /** As the recorder says that it has nothing to fetch. */
    private static final Pattern NAMELESS =
            Pattern.compile("call \\S+ was answered, but no notification has named a recording");

    /** As it says that there is nothing yet where it was told to fetch it. */
    private static final Pattern UNREADY = Pattern.compile("recording of call \\S+: (.+)");

    private static final String ASKED = " is asked whether it is back";

    String moment(@Nullable Instant at) {
        return at == null
                ? NONE
                : DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                        .withLocale(labels.locale())
                        .withZone(zone)
                        .format(at);
    }

    /** The time of day to the second, with its date where that is another than that of {@code beside}. */
    String clock(Instant at, Instant beside) {
        boolean sameDay =
                at.atZone(zone).toLocalDate().equals(beside.atZone(zone).toLocalDate());
        return sameDay
                ? DateTimeFormatter.ofPattern("HH:mm:ss", labels.locale())
                        .withZone(zone)
                        .format(at)
                : moment(at);
    }

    /** {@code 4:05}, or {@code 1:04:05} from an hour on. */
    static String duration(@Nullable Long seconds) {
        if (seconds == null) {
            return NONE;
        }
        return seconds < 3600
                ? "%d:%02d".formatted(seconds / 60, seconds % 60)
                : "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    /** {@code 0.04 s}, {@code 4.0 s}, {@code 41 s}, and from a minute on as a {@link #duration}. */
    String span(long ms) {
        if (ms >= 60_000) {
            return duration(ms / 1000);
        }
        String digits = ms < 1_000 ? "%.2f" : ms < 10_000 ? "%.1f" : "%.0f";
        return labels.get("seconds").formatted(String.format(labels.locale(), digits, ms / 1000.0));
    }

    /** That a call waits, and for what, in the reader's language as far as it is said in words of ours. */
    String waiting(String waitingFor) {
        if (NAMELESS.matcher(waitingFor).matches()) {
            return labels.get("waitingBecause").formatted(labels.get("noRecordingNamed"));
        }
        Matcher unready = UNREADY.matcher(waitingFor);
        if (unready.matches()) {
            return labels.get("waitingBecause")
                    .formatted(labels.get("recordingNotReady").formatted(unready.group(1)));
        }
        String said = kind(waitingFor).isPresent() ? "waitingFor" : "waitingBecause";
        return labels.get(said).formatted(dependency(waitingFor));
    }

    /** Where the times of a page are told. */
    String clocks() {
        return labels.get("clockZone").formatted(zone.getId());
    }

    /** What is waited for, in the reader's language as far as it is said in words of ours, everything else as it is. */
    String dependency(String waitingFor) {
        Matcher away = AWAY.matcher(waitingFor);
        if (away.matches()) {
            return labels.get("awaySince").formatted(named(away.group(1)), moment(Instant.parse(away.group(2))));
        }
        return waitingFor.endsWith(ASKED)
                ? labels.get("askedAgain")
                        .formatted(named(waitingFor.substring(0, waitingFor.length() - ASKED.length())))
                : named(waitingFor);
    }

    private static Optional<String> kind(String waitingFor) {
        return DEPENDENCIES.stream()
                .filter(kind -> waitingFor.equals(kind) || waitingFor.startsWith(kind + " "))
                .findFirst();
    }

    private String named(String waitingFor) {
        return kind(waitingFor)
                .map(kind -> labels.get("dependency_" + kind.replace(' ', '_')) + waitingFor.substring(kind.length()))
                .orElse(waitingFor);
    }

    static String text(@Nullable String value) {
        return value == null || value.isBlank() ? NONE : value;
    }

    /** The number on the customer's side. */
    static String customer(CallRow row) {
        return text(row.direction() == Call.Direction.INBOUND ? row.caller() : row.callee());
    }

    /** Who spoke with whom; of a conversation that was handed in nobody is known. */
    String parties(CallRow row) {
        return row.managerId() == null && Submissions.SOURCE.equals(row.source())
                ? labels.get("handedIn")
                : text(row.managerId()) + " → " + customer(row);
    }

    Map<String, Object> state(CallRow row) {
        String code = row.state().jsonName();
        return Map.of("code", code, "label", labels.get("state_" + code));
    }

    /**
     * Score and level, or a dash in their place.
     *
     * @param given the level's colour in its rubric, {@code #rrggbb}; the shipped ones have tones that can be read in the dark
     */
    static Map<String, Object> score(CallRow row, @Nullable String given) {
        String level = text(row.level());
        Integer points = row.score();
        return Map.of(
                "points",
                points == null ? NONE : points.toString(),
                "level",
                level,
                "colour",
                tone(level, given),
                "own",
                tone(level, given).equals(OWN_TONE) ? List.of(String.valueOf(given)) : List.of(),
                "known",
                points != null);
    }

    private static String tone(String level, @Nullable String given) {
        if (!level.matches("[A-D]")) {
            return "none";
        }
        return given == null
                ? level.toLowerCase(Locale.ROOT)
                : TONES.getOrDefault(given.toLowerCase(Locale.ROOT), OWN_TONE);
    }

    Map<String, Object> mood(CallRow row) {
        String code = row.sentiment() == null ? "none" : row.sentiment().name().toLowerCase(Locale.ROOT);
        return Map.of("code", code, "label", row.sentiment() == null ? NONE : labels.of("sentiment", code));
    }

    /** A value of the scale {@code kind} (intent, churn) from 0 to 100, with its word and colour, and the width of its bar. */
    Map<String, Object> gauge(String kind, @Nullable Integer value, @Nullable String band) {
        Map<String, Object> gauge = new LinkedHashMap<>();
        gauge.put("known", value != null);
        gauge.put("value", value == null ? NONE : value.toString());
        gauge.put("width", value == null ? 0 : Math.clamp(value, 0, 100));
        gauge.put("label", band == null ? NONE : labels.of(kind, band));
        // High intent and low risk are good news; low intent is no bad news, only none.
        String high = kind.equals("intent") ? "good" : "bad";
        String low = kind.equals("intent") ? "middle" : "good";
        gauge.put("colour", value == null || value < 40 ? low : value > 60 ? high : "middle");
        return gauge;
    }
}
