package io.aftercall.infra.reindex;

import io.aftercall.analyze.CallDocument;
import io.aftercall.infra.line.KafkaSettings;
import io.aftercall.infra.line.TopicReader;
import io.aftercall.infra.line.Topics;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.Undecodable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls that have hung up and wait for the stage that opens their folder: the index knew them, the folders do not. */
final class Unrecorded {
    private static final Logger LOG = LoggerFactory.getLogger(Unrecorded.class);
    private static final String STAGE = "record";

    private final KafkaSettings kafka;

    Unrecorded(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    /** @throws io.aftercall.ingest.TransientFailure when Kafka is away */
    List<CallDocument> calls() {
        List<CallDocument> calls = new ArrayList<>();
        try (TopicReader topics = TopicReader.beside(STAGE, kafka)) {
            Consumer<ConsumerRecord<byte[], byte[]>> each = record -> {
                CallDocument call = read(record);
                if (call != null) {
                    calls.add(call);
                }
            };
            topics.readUncommitted(Topics.HUNG_UP, each);
            // While the call folders themselves are away, notifications wait there without one.
            topics.readPutOff(Topics.HUNG_UP, each);
        }
        return calls;
    }

    private static @Nullable CallDocument read(ConsumerRecord<byte[], byte[]> record) {
        try {
            CallHungUp hungUp = CallJson.read(record.value(), CallHungUp.class);
            return hungUp.call() == null || hungUp.receivedAt() == null ? null : CallDocument.of(hungUp);
        } catch (Undecodable e) {
            LOG.debug("left to the stage, which buries it: {}", e.getMessage());
            return null;
        }
    }
}
