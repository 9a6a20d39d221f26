package io.aftercall.infra.line;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Creates the topics that are missing and knows when every partition has a leader; an absent Kafka is waited for. */
final class TopicSetup implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);
    private static final int LATER_PARTITIONS = 3;
    private static final Duration AT_START = Duration.ofSeconds(10);

    private final KafkaSettings settings;
    private final CountDownLatch ready = new CountDownLatch(1);
    private volatile @Nullable Thread thread;

    TopicSetup(KafkaSettings settings) {
        this.settings = settings;
    }

    boolean areReady() {
        return ready.getCount() == 0;
    }

    /** Waits a little, so that usually everything is there when the stages start; an outage does not keep them from it. */
    @Override
    public void start() {
        thread = Thread.ofVirtual().name("topics").start(this::untilReady);
        try {
            if (!ready.await(AT_START.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("Kafka at {} has not taken the topics yet; waiting for it", settings.bootstrapServers());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void untilReady() {
        String said = "";
        try {
            while (!areReady()) {
                try {
                    attempt();
                } catch (ExecutionException | KafkaException e) {
                    String reason = String.valueOf(
                            e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
                    if (!reason.equals(said)) {
                        LOG.warn("topics are not ready at {}: {}", settings.bootstrapServers(), reason);
                        said = reason;
                    }
                    Thread.sleep(1_000);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void attempt() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(settings.with(Map.of(
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                5_000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                5_000)))) {
            create(admin);
            while (!haveLeaders(admin)) {
                Thread.sleep(100);
            }
            ready.countDown();
        }
    }

    private List<String> names() {
        return Stream.concat(line(), later()).toList();
    }

    private static Stream<String> line() {
        return Stream.concat(
                        Stream.concat(
                                Topics.INDEXED.stream(), Topics.INDEXED.stream().map(Topics::dead)),
                        Stream.of(Topics.REMINDERS_SENT, Topics.PROGRESS))
                .distinct();
    }

    private Stream<String> later() {
        Delays delays = new Delays(settings.later());
        return Topics.STAGES.stream().flatMap(topic -> delays.topics(topic).stream());
    }

    /** Only what is missing: on a cluster where others make the topics, this account may not be allowed to. */
    private void create(Admin admin) throws ExecutionException, InterruptedException {
        Set<String> there = admin.listTopics().names().get();
        List<NewTopic> missing = Stream.concat(
                        line().map(name -> topic(name, settings.partitions())),
                        // What is late needs no speed.
                        later().map(name -> topic(name, Math.min(LATER_PARTITIONS, settings.partitions()))))
                .filter(topic -> !there.contains(topic.name()))
                .toList();
        for (var result : admin.createTopics(missing).values().values()) {
            try {
                result.get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    private NewTopic topic(String name, int partitions) {
        return new NewTopic(name, Optional.of(partitions), Optional.ofNullable(settings.replicationFactor()))
                .configs(Map.of(
                        TopicConfig.RETENTION_MS_CONFIG,
                        String.valueOf(retention(name).toMillis()),
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        String.valueOf(8 * 1024 * 1024)));
    }

    private Duration retention(String name) {
        return Topics.isOfFailures(name) ? settings.failedRetention() : settings.retention();
    }

    private boolean haveLeaders(Admin admin) throws ExecutionException, InterruptedException {
        return admin.describeTopics(names()).allTopicNames().get().values().stream()
                .flatMap(topic -> topic.partitions().stream())
                .allMatch(partition ->
                        partition.leader() != null && !partition.leader().isEmpty());
    }

    @Override
    public void stop() {
        Thread waiting = thread;
        if (waiting != null) {
            waiting.interrupt();
        }
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** Before the bindings and the web server. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE + 1;
    }
}
