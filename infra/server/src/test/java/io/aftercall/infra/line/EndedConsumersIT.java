package io.aftercall.infra.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aftercall.embedded.Twins;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.MessageListener;

class EndedConsumersIT {
    private final String topic = "watched-" + UUID.randomUUID();
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void createTopic() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", Twins.kafka()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
    }

    @Test
    void aConsumerThatEndedByItselfGoesOnWhereItWas() {
        ConcurrentMessageListenerContainer<String, String> consumer = consumer();
        Watch watch = new Watch("ended consumers", Duration.ofMillis(50), new EndedConsumers(() -> List.of(consumer)));
        consumer.start();
        watch.start();
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", Twins.kafka()), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, "before"));
            await().atMost(Duration.ofSeconds(60)).until(() -> heard.contains("before"));

            consumer.stopAbnormally(() -> {});
            producer.send(new ProducerRecord<>(topic, "after"));

            await().atMost(Duration.ofSeconds(60)).until(() -> heard.contains("after"));
            assertThat(heard).containsExactly("before", "after");
        } finally {
            watch.stop();
            consumer.stop();
        }
    }

    @Test
    void aConsumerThatWasToStopStaysAsItIs() throws Exception {
        ConcurrentMessageListenerContainer<String, String> consumer = consumer();
        Watch watch = new Watch("ended consumers", Duration.ofMillis(20), new EndedConsumers(() -> List.of(consumer)));
        consumer.start();
        watch.start();

        consumer.stop();
        Thread.sleep(300);
        watch.stop();

        assertThat(consumer.isRunning()).isFalse();
    }

    private ConcurrentMessageListenerContainer<String, String> consumer() {
        ContainerProperties properties = new ContainerProperties(topic);
        properties.setGroupId(topic);
        properties.setMessageListener((MessageListener<String, String>) heardRecord -> heard.add(heardRecord.value()));
        return new ConcurrentMessageListenerContainer<>(
                new DefaultKafkaConsumerFactory<>(
                        Map.of("bootstrap.servers", Twins.kafka(), "auto.offset.reset", "earliest"),
                        new StringDeserializer(),
                        new StringDeserializer()),
                properties);
    }
}
