package io.aftercall.analyze.tags;

import io.aftercall.analyze.Evidence;
import io.aftercall.transcribe.Utterance.Speaker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a tag is given for, as it is written in the rules: exactly one of these.
 *
 * @param said words or patterns
 * @param near one thing said soon after another
 * @param silence percent of the call that nobody speaks in
 * @param talk percent of what is spoken that one side speaks
 */
record When(
        @Nullable Said said,
        @Nullable Near near,
        @Nullable Share silence,
        @Nullable Talk talk,
        @Nullable List<When> any,
        @Nullable List<When> all,
        @Nullable AtLeast atLeast) {

    /** At least {@code count} of these. */
    record AtLeast(int count, List<When> of) {}

    /** Percent, exceeded. */
    record Share(double over) {}

    /** Percent, exceeded by that side. */
    record Talk(Speaker by, double over) {}

    /** {@code then} at most so many utterances after {@code first}; 0 is the same utterance. */
    record Near(Said first, Said then, int within) {}

    /** The words it holds for, none where it measures; empty when it does not hold. */
    Optional<List<Evidence>> holds(Conversation conversation) {
        if (said != null) {
            return present(said.evidence(conversation));
        }
        if (near != null) {
            return present(soonAfter(near, conversation));
        }
        if (silence != null) {
            return conversation.silence() > silence.over ? Optional.of(List.of()) : Optional.empty();
        }
        if (talk != null) {
            return conversation.share(talk.by) > talk.over ? Optional.of(List.of()) : Optional.empty();
        }
        if (any != null) {
            return held(any, 1, conversation);
        }
        if (all != null) {
            return held(all, all.size(), conversation);
        }
        return atLeast == null ? Optional.empty() : held(atLeast.of, atLeast.count, conversation);
    }

    private static Optional<List<Evidence>> held(List<When> conditions, int count, Conversation conversation) {
        List<List<Evidence>> held = conditions.stream()
                .flatMap(condition -> condition.holds(conversation).stream())
                .toList();
        return held.size() < count
                ? Optional.empty()
                : Optional.of(held.stream().flatMap(List::stream).distinct().toList());
    }

    private static List<Evidence> soonAfter(Near near, Conversation conversation) {
        List<Said.Hit> seconds = near.then.hits(conversation);
        List<Evidence> evidence = new ArrayList<>();
        for (Said.Hit first : near.first.hits(conversation)) {
            seconds.stream()
                    .filter(second -> second.place() >= first.place() && second.place() - first.place() <= near.within)
                    .findFirst()
                    .ifPresent(second -> evidence.addAll(List.of(first.evidence(), second.evidence())));
        }
        return evidence.stream().distinct().toList();
    }

    private static Optional<List<Evidence>> present(List<Evidence> evidence) {
        return evidence.isEmpty() ? Optional.empty() : Optional.of(evidence);
    }

    /** The conditions inside this one. */
    Stream<When> parts() {
        return Stream.of(any, all, atLeast == null ? null : atLeast.of)
                .flatMap(Stream::ofNullable)
                .flatMap(List::stream);
    }
}
