package io.aftercall.infra;

import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallRow;
import io.aftercall.analyze.CallState;
import io.aftercall.analyze.TimelineEntry;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The calls on their way, one line each: redrawn in place on a terminal, otherwise a plain line for every change. */
final class DemoBoard {
    private static final List<CallState> WAY = List.of(
            CallState.HUNG_UP, CallState.RECORDED, CallState.TRANSCRIBED, CallState.ANALYZED, CallState.REMINDED);

    private final PrintStream out;
    private final boolean redraw;
    private final Map<String, String> lines = new LinkedHashMap<>();
    private boolean drawn;

    DemoBoard(PrintStream out, boolean redraw) {
        this.out = out;
        this.redraw = redraw;
    }

    /** @param calls by call key, in the order of the board; null: nothing known yet */
    void show(Map<String, @Nullable CallDocument> calls) {
        List<String> changed = new ArrayList<>();
        calls.forEach((key, document) -> {
            String line = "  %-34s %s".formatted(key, way(document));
            if (!Objects.equals(lines.put(key, line), line)) {
                changed.add(line);
            }
        });
        if (changed.isEmpty()) {
            return;
        }
        if (!redraw) {
            changed.forEach(out::println);
            return;
        }
        if (drawn) {
            // Up over the lines of the last time, and clear from there.
            out.printf("\u001b[%dA\u001b[J", lines.size());
        }
        lines.values().forEach(out::println);
        drawn = true;
    }

    private static String way(@Nullable CallDocument document) {
        if (document == null) {
            return "posted";
        }
        StringBuilder way = new StringBuilder();
        for (CallState state : WAY) {
            if (document.reachedAt(state).isPresent()) {
                way.append(way.isEmpty() ? "" : " > ").append(word(state));
            }
        }
        document.lastFailure().map(TimelineEntry::reason).ifPresent(reason -> way.append(" > failed: ")
                .append(reason));
        return way.toString();
    }

    private static String word(CallState state) {
        return switch (state) {
            case HUNG_UP -> "hung up";
            case RECORDED -> "recorded";
            case TRANSCRIBED -> "transcribed";
            case ANALYZED -> "analysed";
            case REMINDED -> "reminded";
            case FAILED -> "failed";
        };
    }

    /** The results, a row a call. */
    void table(Map<String, CallDocument> calls) {
        String row = "  %-34s %-11s %4s  %5s %-5s  %-13s %6s  %-10s  %s%n";
        out.println();
        out.printf(row, "call", "agent", "s", "score", "level", "emotion", "intent", "churn risk", "reminder");
        calls.values().forEach(document -> {
            CallRow r = CallRow.of(document);
            out.printf(
                    row,
                    r.callKey(),
                    text(r.managerId()),
                    text(r.durationSeconds()),
                    text(r.score()),
                    text(r.level()),
                    r.emotion() == null ? nothing(r) : r.emotion() + " " + lower(r.sentiment()),
                    text(r.intent()),
                    r.churn() == null ? "-" : r.churn() + " " + r.churnLevel(),
                    document.reachedAt(CallState.REMINDED).isPresent() ? "sent" : "-");
        });
        out.println();
    }

    private static String nothing(CallRow row) {
        return row.outcome() == null ? "-" : lower(row.outcome()).replace('_', ' ');
    }

    private static String lower(@Nullable Enum<?> value) {
        return value == null ? "" : value.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "-" : value.toString();
    }
}
