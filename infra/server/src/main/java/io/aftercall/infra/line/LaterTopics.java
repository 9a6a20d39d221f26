package io.aftercall.infra.line;

import io.aftercall.infra.circuit.Circuits;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** Brings back what this process's stages have put off. */
final class LaterTopics implements SmartLifecycle {
    private final EventPublisher publisher;
    private final Supplier<Map<String, String>> inputs;
    private final KafkaSettings settings;
    private final Circuits circuits;
    private final Clock clock;
    private volatile @Nullable List<LaterConsumer> consumers;

    /** @param inputs the topic of each stage of this process, by its function; asked when all are known */
    LaterTopics(
            EventPublisher publisher,
            Supplier<Map<String, String>> inputs,
            KafkaSettings settings,
            Circuits circuits,
            Clock clock) {
        this.circuits = circuits;
        this.publisher = publisher;
        this.inputs = inputs;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void start() {
        List<LaterConsumer> started = new ArrayList<>();
        inputs.get().forEach((function, topic) -> {
            LaterConsumer consumer = new LaterConsumer(function, topic, publisher, settings, circuits, clock);
            started.add(consumer);
            consumer.start();
        });
        consumers = started;
    }

    @Override
    public void stop() {
        List<LaterConsumer> running = consumers;
        if (running != null) {
            running.forEach(LaterConsumer::stop);
        }
        consumers = null;
    }

    @Override
    public boolean isRunning() {
        return consumers != null;
    }
}
