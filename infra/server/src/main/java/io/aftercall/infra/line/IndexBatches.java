package io.aftercall.infra.line;

import io.aftercall.analyze.CallIndexer;
import io.aftercall.analyze.IndexedEvent;
import io.aftercall.analyze.Position;
import io.aftercall.ingest.CallFailed;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.ContentHash;
import io.aftercall.ingest.TransientFailure;
import io.aftercall.ingest.Undecodable;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private final ClaimChecks claims;
    private final Clock clock;

    IndexBatches(CallIndexer indexer, EventPublisher publisher, ClaimChecks claims, Clock clock) {
        this.indexer = indexer;
        this.publisher = publisher;
        this.claims = claims;
        this.clock = clock;
    }

    @Override
    public void accept(Message<List<byte[]>> poll) {
        for (CallIndexer.Refused refused : index(events(poll))) {
            if (!refused.dead()) {
                fail(refused);
            } else if (Topics.WITHOUT_STAGE.contains(refused.event().topic())) {
                bury(refused);
            } else {
                LOG.debug("left to the stage whose input it is, which buries it: {}", refused.reason());
            }
        }
    }

    /** An exception has the poll repeated; of an outage its circuit tells, once. */
    private List<CallIndexer.Refused> index(List<IndexedEvent> events) {
        try {
            return indexer.index(events);
        } catch (TransientFailure e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error(
                    "{} events, the first of call {}, cannot be indexed and are tried again",
                    events.size(),
                    events.getFirst().key(),
                    e);
            throw e;
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
        byte[] failed = CallJson.write(CallFailed.at(
                bytes(event), event.topic(), refused.callKey(), "index", refused.reason(), clock.instant()));
        publisher.publish(
                Topics.FAILED, refused.callKey(), ContentHash.shortOf(refused.reason()), failed, Traceparent.start());
    }

    private List<IndexedEvent> events(Message<List<byte[]>> poll) {
        List<?> topics = column(poll, KafkaHeaders.RECEIVED_TOPIC);
        List<?> partitions = column(poll, KafkaHeaders.RECEIVED_PARTITION);
        List<?> offsets = column(poll, KafkaHeaders.OFFSET);
        List<?> times = column(poll, KafkaHeaders.RECEIVED_TIMESTAMP);
        List<?> keys = column(poll, KafkaHeaders.RECEIVED_KEY);
        List<?> headers = column(poll, KafkaHeaders.BATCH_CONVERTED_HEADERS);
        List<?> values = poll.getPayload();
        List<IndexedEvent> events = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            Position position = new Position(
                    String.valueOf(topics.get(i)),
                    (Integer) partitions.get(i),
                    (Long) offsets.get(i),
                    Instant.ofEpochMilli((Long) times.get(i)));
            // A record without a value arrives as a placeholder; it is no event and is refused like any other.
            byte[] value = values.get(i) instanceof byte[] bytes ? bytes : new byte[0];
            String key = text(keys.get(i));
            events.add(IndexedEvent.of(position, key, whole(key, value), texts((Map<?, ?>) headers.get(i))));
        }
        return events;
    }

    private byte[] whole(@Nullable String key, byte[] value) {
        try {
            return claims.redeem(String.valueOf(key), value);
        } catch (Undecodable e) {
            LOG.debug("left to the indexer, which refuses it: {}", e.getMessage());
            return value;
        }
    }

    /** One of the things that every record of the poll has. */
    private static List<?> column(Message<List<byte[]>> poll, String name) {
        return Objects.requireNonNull(poll.getHeaders().get(name, List.class), name);
    }

    private static Map<String, String> texts(Map<?, ?> headers) {
        Map<String, String> texts = new HashMap<>();
        headers.forEach((name, value) -> {
            String text = text(value);
            if (text != null) {
                texts.put(String.valueOf(name), text);
            }
        });
        return texts;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : null;
    }

    private static byte[] bytes(IndexedEvent event) {
        byte[] bytes = new byte[event.value().remaining()];
        event.value().duplicate().get(bytes);
        return bytes;
    }
}
