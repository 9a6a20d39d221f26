package io.aftercall.infra;

import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallRow;
import io.aftercall.analyze.CallState;
import io.aftercall.analyze.TimelineEntry;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The calls on their way, one line each: redrawn in place on a terminal, otherwise a plain line for every change. */
final class DemoBoard {
    private static final List<CallState> WAY = List.of(
            CallState.HUNG_UP, CallState.RECORDED, CallState.TRANSCRIBED, CallState.ANALYZED, CallState.REMINDED);

    private final PrintStream out;
    private final Terminal terminal;
    private final Map<String, String> lines = new LinkedHashMap<>();
    private boolean drawn;

    /** What the calls are shown on; without columns it is no terminal but a file or a pipe. */
    record Terminal(int columns, int rows) {
        static final Terminal NONE = new Terminal(0, 0);

        /** @param size as the launcher measured it, for example 120x40; absent when there is no terminal */
        static Terminal of(@Nullable String size) {
            if (size == null || !size.matches("\\d{1,4}x\\d{1,4}")) {
                return NONE;
            }
            int x = size.indexOf('x');
            return new Terminal(Integer.parseInt(size.substring(0, x)), Integer.parseInt(size.substring(x + 1)));
        }

        /** Lines can only be redrawn while all of them are on the screen. */
        boolean holds(int lines) {
            return columns > 0 && lines < rows;
        }

        String cut(String line) {
            return line.length() < columns ? line : line.substring(0, columns - 1);
        }
    }

    DemoBoard(PrintStream out, Terminal terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /**
     * @param calls by call key, in the order of the board; null: nothing known yet
     * @return whether anything was new
     */
    boolean show(Map<String, @Nullable CallDocument> calls) {
        List<String> changed = new ArrayList<>();
        calls.forEach((key, document) -> {
            String line = "  %s %s".formatted(padded(key, calls.keySet()), way(document));
            if (!Objects.equals(lines.put(key, line), line)) {
                changed.add(line);
            }
        });
        if (changed.isEmpty()) {
            return false;
        }
        if (!terminal.holds(lines.size())) {
            changed.forEach(out::println);
            return true;
        }
        if (drawn) {
            // Up over the lines of the last time, and clear from there.
            out.printf("\u001b[%dA\u001b[J", lines.size());
        }
        lines.values().forEach(line -> out.println(terminal.cut(line)));
        drawn = true;
        return true;
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
        String row = "  %s %-11s %4s  %5s %-5s  %-13s %6s  %-10s  %s%n";
        out.println();
        out.printf(
                row,
                padded("call", calls.keySet()),
                "agent",
                "s",
                "score",
                "level",
                "emotion",
                "intent",
                "churn risk",
                "reminder");
        calls.values().forEach(document -> {
            CallRow r = CallRow.of(document);
            out.printf(
                    row,
                    padded(r.callKey(), calls.keySet()),
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

    /** As wide as the longest key. */
    private static String padded(String key, Collection<String> keys) {
        int width = keys.stream().mapToInt(String::length).max().orElse(0);
        return key + " ".repeat(Math.max(0, width - key.length()));
    }

    private static String nothing(CallRow row) {
        return row.outcome() == null ? "-" : lower(row.outcome()).replace('_', ' ');
    }

    private static String lower(@Nullable Enum<?> value) {
        return value == null ? "" : value.name().toLowerCase(Locale.ROOT);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "-" : value.toString();
    }
}
