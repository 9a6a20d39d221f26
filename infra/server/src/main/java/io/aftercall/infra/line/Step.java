package io.aftercall.infra.line;

import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.Dependency;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One stage as the line sees it: JSON of the previous event in, JSON of the next one out, or nothing to do.
 *
 * @param name the stage's verb; also its function, consumer group and the stage named in a failure
 * @param output topic of what it returns; absent for the last stage
 * @param inFlight records at work at the same time
 * @param needs what every record needs: while one of them is away, the stage takes in no more than it takes to notice
 * @param decoder throws {@link io.aftercall.ingest.Undecodable} for what is no such event
 */
record Step(
        String name,
        String input,
        @Nullable String output,
        int inFlight,
        List<Dependency> needs,
        Function<byte[], Job> decoder) {

    /** The work on one decoded event. */
    @FunctionalInterface
    interface Job {
        /** JSON of the next event, or nothing to pass on. May be tried several times. */
        Optional<byte[]> run();

        /** What this event needs beside what all need: while one of these is away it is not begun, and others are. */
        default List<Dependency> needs() {
            return List.of();
        }
    }

    /** @param needsOf what an event needs beside what all need */
    static <I, O> Step of(
            String name,
            String input,
            String output,
            int inFlight,
            List<Dependency> needs,
            Class<I> type,
            Function<I, List<Dependency>> needsOf,
            Function<I, O> stage) {
        return new Step(name, input, output, inFlight, needs, json -> {
            I event = CallJson.read(json, type);
            return new Job() {
                @Override
                public Optional<byte[]> run() {
                    return Optional.of(CallJson.write(stage.apply(event)));
                }

                @Override
                public List<Dependency> needs() {
                    return needsOf.apply(event);
                }
            };
        });
    }

    static <I> Step last(
            String name, String input, int inFlight, List<Dependency> needs, Class<I> type, Consumer<I> stage) {
        return new Step(name, input, null, inFlight, needs, json -> {
            I event = CallJson.read(json, type);
            return () -> {
                stage.accept(event);
                return Optional.empty();
            };
        });
    }
}
