package io.aftercall.infra.line;

import io.aftercall.analyze.Verdicts;
import io.aftercall.infra.circuit.Circuits;
import io.aftercall.infra.client.DependencyHealth;
import io.aftercall.ingest.CallFailed;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.CallFolderConfiguration;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.ContentHash;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import io.aftercall.ingest.Hangups;
import io.aftercall.ingest.TransientFailure;
import io.aftercall.notify.ReminderEvents;
import io.aftercall.notify.ReminderSent;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;

/** Kafka as the stages see it: where events go, and the line that brings them. */
@Configuration(proxyBeanMethods = false)
@Import(CallFolderConfiguration.class)
@EnableConfigurationProperties(KafkaSettings.class)
public class LineConfiguration {
    private static final int LARGEST_RECORD = 8 * 1024 * 1024;
    private static final int HEADERS = 64 * 1024;
    /** By then most work that somebody is told to wait for has come to its end. */
    private static final Duration LATER = Duration.ofMinutes(10);

    private static final int HEALTH_TIMEOUT_MS = 2_000;

    private static final Duration LOOK_FOR_ENDED = Duration.ofSeconds(5);
    private static final Duration LOOK_FOR_LONG_WORK = Duration.ofSeconds(5);

    private static DefaultKafkaProducerFactory<byte[], byte[]> producers(KafkaSettings settings) {
        int timeout = (int) settings.publishTimeout().toMillis();
        return new DefaultKafkaProducerFactory<>(settings.with(Map.of(
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.LINGER_MS_CONFIG,
                2,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                LARGEST_RECORD,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                timeout / 2,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                timeout * 3 / 4,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                timeout)));
    }

    @Bean
    ClaimChecks claimChecks(CallFolder folder) {
        return new ClaimChecks(folder, LARGEST_RECORD - HEADERS);
    }

    @Bean
    EventPublisher eventPublisher(
            KafkaSettings settings,
            ClaimChecks claims,
            @Qualifier("kafkaDependency") Dependency kafka,
            Gate gate,
            Clock clock) {
        return new EventPublisher(producers(settings), claims, settings.publishTimeout(), kafka, gate, clock);
    }

    @Bean
    TopicSetup topicSetup(KafkaSettings settings) {
        return new TopicSetup(settings);
    }

    /** Refuses while the topics are not there: a first record may be lost in a partition that is just coming up. */
    @Bean
    Hangups hangups(EventPublisher publisher, TopicSetup topics, KafkaSettings settings) {
        return new Hangups() {
            @Override
            public void publish(CallHungUp hungUp) {
                awaited();
                publisher.publish(
                        Topics.HUNG_UP,
                        hungUp.call().key(),
                        hungUp.contentHash(),
                        CallJson.write(hungUp),
                        Traceparent.start());
            }

            @Override
            public void publishLater(CallHungUp hungUp) {
                awaited();
                publisher.publishLater(
                        Topics.HUNG_UP,
                        new Delays(settings.later()).of(LATER, Duration.ZERO),
                        hungUp.call().key(),
                        hungUp.contentHash(),
                        CallJson.write(hungUp),
                        Traceparent.start());
            }

            private void awaited() {
                if (!topics.areReady()) {
                    throw TransientFailure.outage("Kafka's topics are not ready", null);
                }
            }
        };
    }

    @Bean
    Verdicts verdicts(EventPublisher publisher) {
        return analyzed -> publisher.publish(
                Topics.ANALYZED, analyzed.call().key(), CallJson.write(analyzed), Traceparent.start(), Map.of());
    }

    @Bean
    ReminderEvents reminderEvents(EventPublisher publisher) {
        return new ReminderEvents() {
            @Override
            public void publish(ReminderSent sent) {
                publisher.publish(
                        Topics.REMINDERS_SENT,
                        sent.callKey(),
                        sent.reminderId(),
                        CallJson.write(sent),
                        Traceparent.start());
            }

            @Override
            public void publish(CallFailed failed) {
                publisher.publish(
                        Topics.FAILED,
                        failed.callKey(),
                        ContentHash.shortOf(failed.stage(), failed.reason()),
                        CallJson.write(failed),
                        Traceparent.start());
            }
        };
    }

    @Bean
    Line line(
            EventPublisher publisher,
            ClaimChecks claims,
            CallFolder folder,
            Circuits circuits,
            KafkaSettings settings,
            Clock clock) {
        Backoff backoff = new Backoff(settings.retryFirst(), settings.retryLongest(), settings.retryAfterLongest());
        StageWork.Patience patience =
                new StageWork.Patience(backoff, settings.inPlace(), new Delays(settings.later()), settings.blame());
        return new Line(publisher, claims, folder, circuits, patience, settings.drainLimit(), clock);
    }

    @Bean
    HealthIndicator kafkaHealthIndicator(KafkaSettings settings) {
        Map<String, Object> client = settings.with(Map.of(
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                HEALTH_TIMEOUT_MS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                HEALTH_TIMEOUT_MS));
        return new DependencyHealth(settings.bootstrapServers(), () -> {
            // Made for each look, which comes every few seconds at most: one with a name that does not resolve cannot
            // be.
            try (Admin admin = Admin.create(client)) {
                admin.describeCluster().nodes().get(HEALTH_TIMEOUT_MS, TimeUnit.MILLISECONDS);
            }
        });
    }

    @Bean
    Watch longWork(Line line) {
        return new Watch("calls long at work", LOOK_FOR_LONG_WORK, line::tellOfLongWork);
    }

    @Bean
    Watch endedConsumers(Line line) {
        return new Watch("ended consumers", LOOK_FOR_ENDED, new EndedConsumers(line::consumers));
    }

    @Bean
    LaterTopics laterTopics(
            EventPublisher publisher, Line line, KafkaSettings settings, Circuits circuits, Clock clock) {
        return new LaterTopics(publisher, line::inputs, settings, circuits, clock);
    }
}
