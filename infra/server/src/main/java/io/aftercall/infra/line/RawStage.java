package io.aftercall.infra.line;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.springframework.messaging.Message;

/**
 * A stage on events nobody decodes: how fast the line itself is can be measured with work that is nothing but waiting.
 *
 * @param name also its function and consumer group
 * @param inFlight records at work at the same time
 */
public record RawStage(String name, String input, String output, int inFlight, UnaryOperator<byte[]> work) {

    /** The function the binder calls, on the same way as every stage's. */
    public Consumer<Message<byte[]>> on(Line line) {
        return line.consumer(
                new Step(name, input, output, inFlight, List.of(), event -> () -> Optional.of(work.apply(event))));
    }
}
