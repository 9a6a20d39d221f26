package io.aftercall.infra.line;

import io.aftercall.infra.circuit.Circuits;
import io.aftercall.ingest.CallFolder;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.stream.config.ListenerContainerCustomizer;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * The stages of this process on their topics: gives each its function for the binder, ties its consumer to its
 * dispatcher, and drains them all before the consumers stop.
 */
public final class Line implements ListenerContainerCustomizer<AbstractMessageListenerContainer<?, ?>>, SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Line.class);
    private static final String GROUP_PREFIX = "aftercall-";

    private final EventPublisher publisher;
    private final ClaimChecks claims;
    private final CallFolder folder;
    private final Circuits circuits;
    private final StageWork.Patience patience;
    private final Duration drainLimit;
    private final Clock clock;
    private final Map<String, Step> steps = new ConcurrentHashMap<>();
    private final Map<String, StageWork> works = new ConcurrentHashMap<>();
    private final Map<String, InFlightDispatcher> dispatchers = new ConcurrentHashMap<>();
    private final Map<String, AbstractMessageListenerContainer<?, ?>> containers = new ConcurrentHashMap<>();
    private volatile boolean running;

    Line(
            EventPublisher publisher,
            ClaimChecks claims,
            CallFolder folder,
            Circuits circuits,
            StageWork.Patience patience,
            Duration drainLimit,
            Clock clock) {
        this.publisher = publisher;
        this.claims = claims;
        this.folder = folder;
        this.circuits = circuits;
        this.patience = patience;
        this.drainLimit = drainLimit;
        this.clock = clock;
        circuits.onChange(this::regulate);
    }

    /** The consumer group of a stage's function. */
    public static String group(String function) {
        return GROUP_PREFIX + function;
    }

    /** The step as the function the binder calls for every record; it only hands over and never blocks the consumer. */
    Consumer<Message<byte[]>> consumer(Step step) {
        InFlightDispatcher dispatcher = new InFlightDispatcher(step.name(), step.inFlight(), intake(step.name()));
        dispatchers.put(group(step.name()), dispatcher);
        steps.put(step.name(), step);
        StageWork work = new StageWork(step, publisher, claims, folder, circuits, patience, clock);
        works.put(step.name(), work);
        return message -> {
            Received received = Received.of(message);
            Acknowledgment ack = message.getHeaders().get(KafkaHeaders.ACKNOWLEDGMENT, Acknowledgment.class);
            if (ack == null) {
                throw new IllegalStateException("the binding of " + step.name() + " is not in manual ack mode");
            }
            dispatcher.submit(
                    received.partition(),
                    received.offset(),
                    received.key(),
                    ack::acknowledge,
                    pause -> work.run(received, pause));
        };
    }

    /** Tells of the calls that a stage of this process has been at work on for long. */
    void tellOfLongWork() {
        works.values().forEach(StageWork::tellOfLongWork);
    }

    /** The consumers of this process. */
    Collection<AbstractMessageListenerContainer<?, ?>> consumers() {
        return containers.values();
    }

    /** The topic each stage of this process takes from. */
    Map<String, String> inputs() {
        return steps.values().stream().collect(Collectors.toMap(Step::name, Step::input));
    }

    /** A stage whose dependency is away leaves its records in their topic, but for a few that find out when it is back. */
    private void regulate() {
        steps.forEach((name, step) -> {
            boolean away =
                    step.needs().stream().anyMatch(need -> circuits.of(need).isOpen());
            InFlightDispatcher dispatcher = dispatchers.get(group(name));
            if (dispatcher != null) {
                dispatcher.narrow(away);
            }
        });
    }

    private InFlightDispatcher.Intake intake(String function) {
        return new InFlightDispatcher.Intake() {
            @Override
            public void pause() {
                AbstractMessageListenerContainer<?, ?> container = containers.get(group(function));
                if (container != null) {
                    container.pause();
                }
            }

            @Override
            public void resume() {
                AbstractMessageListenerContainer<?, ?> container = containers.get(group(function));
                if (container != null) {
                    container.resume();
                }
            }
        };
    }

    @Override
    public void configure(AbstractMessageListenerContainer<?, ?> container, String destination, String group) {
        containers.put(group, container);
        InFlightDispatcher dispatcher = dispatchers.get(group);
        if (dispatcher == null) {
            DefaultErrorHandler repeat = new DefaultErrorHandler(untilItWorks());
            // None is fatal, for fatal means to skip the whole poll.
            repeat.setClassifications(Map.of(), true);
            container.setCommonErrorHandler(repeat);
            return;
        }
        // While paused it goes on polling, so slow work never costs membership. The rest of the last poll still comes
        // in:
        // a container that holds it back ends itself when it is resumed before it has paused.
        container.getContainerProperties().setConsumerRebalanceListener(new Rebalance(dispatcher));
    }

    /** For consumers that work in batches: a batch is repeated until it is written. */
    private ExponentialBackOff untilItWorks() {
        ExponentialBackOff pauses =
                new ExponentialBackOff(patience.backoff().first().toMillis(), 2);
        pauses.setMaxInterval(patience.backoff().longest().toMillis());
        return pauses;
    }

    private record Rebalance(InFlightDispatcher dispatcher) implements ConsumerAwareRebalanceListener {
        @Override
        public void onPartitionsRevokedAfterCommit(
                org.apache.kafka.clients.consumer.Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
            dispatcher.revoked(partitions);
        }

        @Override
        public void onPartitionsLost(
                org.apache.kafka.clients.consumer.Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
            dispatcher.revoked(partitions);
        }
    }

    @Override
    public void start() {
        running = true;
    }

    /** Before the bindings stop (highest phase first), so that what is finished meanwhile is still committed. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void stop() {
        running = false;
        dispatchers.values().forEach(InFlightDispatcher::stop);
        long deadline = System.nanoTime() + drainLimit.toNanos();
        dispatchers.forEach((group, dispatcher) -> {
            try {
                Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
                if (!dispatcher.drain(left)) {
                    LOG.warn("{}: {} records were still at work and will be redelivered", group, dispatcher.accepted());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
