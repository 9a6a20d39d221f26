package io.aftercall.infra.line;

import io.aftercall.analyze.CallIndexer;
import io.aftercall.analyze.IndexedEvent;
import io.aftercall.ingest.CallFailed;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.ContentHash;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;

/**
 * Writes whole polls into the index. An index or a Kafka that is away throws, and the container repeats the poll, with
 * growing pauses and without leaving its group.
 */
final class IndexBatches implements Consumer<Message<List<byte[]>>> {
    private static final Logger LOG = LoggerFactory.getLogger(IndexBatches.class);

    private final CallIndexer indexer;
    private final EventPublisher publisher;
    private final Clock clock;

    IndexBatches(CallIndexer indexer, EventPublisher publisher, Clock clock) {
        this.indexer = indexer;
        this.publisher = publisher;
        this.clock = clock;
    }

    @Override
    public void accept(Message<List<byte[]>> poll) {
        for (CallIndexer.Refused refused : indexer.index(events(poll))) {
            if (!refused.dead()) {
                fail(refused);
            } else if (refused.event().topic().equals(Topics.FAILED)) {
                bury(refused);
            } else {
                LOG.debug("left to the stage whose input it is, which buries it: {}", refused.reason());
            }
        }
    }

    private void bury(CallIndexer.Refused refused) {
        LOG.error("cannot be read: {}", refused.reason());
        byte[] key = refused.callKey().getBytes(StandardCharsets.UTF_8);
        publisher.bury(refused.event().topic(), key, bytes(refused.event()), refused.reason());
    }

    private void fail(CallIndexer.Refused refused) {
        LOG.error("not indexed: {}", refused.reason());
        IndexedEvent event = refused.event();
        byte[] failed = CallJson.write(new CallFailed(
                refused.callKey(),
                "index",
                refused.reason(),
                clock.instant(),
                event.topic(),
                new String(bytes(event), StandardCharsets.UTF_8)));
        publisher.publish(
                Topics.FAILED, refused.callKey(), ContentHash.shortOf(refused.reason()), failed, Traceparent.start());
    }

    private static List<IndexedEvent> events(Message<List<byte[]>> poll) {
        List<?> topics = Objects.requireNonNull(poll.getHeaders().get(KafkaHeaders.RECEIVED_TOPIC, List.class));
        List<?> keys = Objects.requireNonNull(poll.getHeaders().get(KafkaHeaders.RECEIVED_KEY, List.class));
        List<?> values = poll.getPayload();
        List<IndexedEvent> events = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            // A record without a value arrives as a placeholder; it is no event and is refused like any other.
            byte[] value = values.get(i) instanceof byte[] bytes ? bytes : new byte[0];
            events.add(IndexedEvent.of(String.valueOf(topics.get(i)), text(keys.get(i)), value));
        }
        return events;
    }

    private static @Nullable String text(@Nullable Object key) {
        return key instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : null;
    }

    private static byte[] bytes(IndexedEvent event) {
        byte[] bytes = new byte[event.value().remaining()];
        event.value().duplicate().get(bytes);
        return bytes;
    }
}
