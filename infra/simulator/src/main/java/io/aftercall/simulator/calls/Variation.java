package io.aftercall.simulator.calls;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A call made from a known one: its first seconds, up to the end of what is being said then, under noise of its own.
 *
 * @param sample the known call's id
 * @param seconds how much of it at least
 * @param number which of the many; another number is another noise
 */
public record Variation(String sample, int seconds, int number) {
    private static final Pattern NAME = Pattern.compile("(.+)\\.(\\d{1,4})s\\.v(\\d{1,9})\\.wav");

    /** The variation of this file name, or null when it is no such name. */
    static @Nullable Variation named(String fileName) {
        Matcher name = NAME.matcher(fileName);
        return name.matches()
                ? new Variation(name.group(1), Integer.parseInt(name.group(2)), Integer.parseInt(name.group(3)))
                : null;
    }

    /** Under which the PBX serves it: {@code en-won-01.8s.v17.wav}. */
    public String fileName() {
        return "%s.%ds.v%d.wav".formatted(sample, seconds, number);
    }

    /** Where it ends, in milliseconds: with what is being said then. */
    public int endMs(SampleCall call) {
        int end = seconds * 1000;
        for (Turn turn : call.turns()) {
            if (turn.startMs() < end) {
                end = Math.max(end, turn.endMs());
            }
        }
        return end;
    }
}
