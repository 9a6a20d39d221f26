package io.aftercall.analyze.tags;

import io.aftercall.analyze.Folded;
import io.aftercall.transcribe.Transcript;
import io.aftercall.transcribe.Utterance;
import io.aftercall.transcribe.Utterance.Speaker;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A transcript as the rules ask about it. */
record Conversation(List<Line> lines, long durationMs) {
    private static final int PARTS = 5;
    private static final int LEAST_OF_A_PART = 2;

    /** An utterance and its words. */
    record Line(Utterance utterance, Folded words) {
        /** Where it is not known who speaks, it may be either. */
        boolean isBy(@Nullable Speaker wanted) {
            return wanted == null || utterance.speaker() == wanted || utterance.speaker() == Speaker.UNKNOWN;
        }
    }

    /** A stretch of the call, by its utterances: the first and the last fifth, but two at least, and what is between. */
    enum Part {
        OPENING,
        MIDDLE,
        CLOSING
    }

    static Conversation of(Transcript transcript) {
        return new Conversation(
                transcript.utterances().stream()
                        .map(utterance -> new Line(utterance, Folded.of(utterance.text())))
                        .toList(),
                transcript.durationMs());
    }

    boolean isIn(int place, @Nullable Part part) {
        int edge = Math.max(LEAST_OF_A_PART, Math.ceilDiv(lines.size(), PARTS));
        boolean opening = place < edge;
        boolean closing = place >= lines.size() - edge;
        return switch (part) {
            case null -> true;
            case OPENING -> opening;
            case CLOSING -> closing;
            case MIDDLE -> !opening && !closing;
        };
    }

    /** Percent of the call in which nobody speaks; 0 where the times are not known. */
    double silence() {
        long spoken = 0;
        long until = 0;
        for (Utterance next : lines.stream()
                .map(Line::utterance)
                .sorted(Comparator.comparingLong(Utterance::startMs))
                .toList()) {
            spoken += Math.max(0, next.endMs() - Math.max(until, next.startMs()));
            until = Math.max(until, next.endMs());
        }
        return spoken == 0 || durationMs <= 0 ? 0 : 100.0 * Math.max(0, durationMs - spoken) / durationMs;
    }

    /** Percent of what is spoken that this one speaks: of the time, or where times are not known, of the words. */
    double share(Speaker speaker) {
        boolean timed = lines.stream().anyMatch(line -> length(line) > 0);
        double all = 0;
        double ours = 0;
        for (Line line : lines) {
            double size = timed ? length(line) : line.words.words().size();
            all += size;
            ours += line.utterance.speaker() == speaker ? size : 0;
        }
        return all == 0 ? 0 : 100 * ours / all;
    }

    private static long length(Line line) {
        return line.utterance.endMs() - line.utterance.startMs();
    }
}
