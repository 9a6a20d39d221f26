package io.aftercall.infra.dead;

import io.aftercall.infra.line.Topics;
import io.aftercall.ingest.CallFailed;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.Undecodable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Work that only a person can have taken up again.
 *
 * @param failed the failure as its stage reported it, without its event; absent from a record that could not be read
 * @param topic where the event came from; empty when none did
 * @param event the event, or the record that could not be read, byte for byte; empty when it was too large to be kept
 */
record DeadLetter(
        LetterId id,
        Instant at,
        String callKey,
        Stage stage,
        String reason,
        @Nullable CallFailed failed,
        String topic,
        byte[] event) {

    private static final String DEAD = Topics.dead("");

    /** Nothing for a record that is about a dead letter, or is one that could not be read itself. */
    static Optional<DeadLetter> of(ConsumerRecord<byte[], byte[]> record) {
        if (!record.topic().equals(Topics.FAILED)) {
            return header(record, "sent-again").isPresent() ? Optional.empty() : Optional.of(unreadable(record));
        }
        return failure(record).filter(failed -> failed.replayedAt() == null).map(failed -> failed(record, failed));
    }

    /** What a record of {@code calls.failed} says; nothing when that cannot be read, for then it is listed where it is buried. */
    static Optional<CallFailed> failure(ConsumerRecord<byte[], byte[]> record) {
        try {
            CallFailed failed = CallJson.read(bytes(record.value()), CallFailed.class);
            boolean whole = failed.callKey() != null && failed.stage() != null && failed.at() != null;
            return whole ? Optional.of(failed) : Optional.empty();
        } catch (Undecodable e) {
            return Optional.empty();
        }
    }

    static Optional<String> header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return Optional.ofNullable(header).map(each -> new String(each.value(), StandardCharsets.UTF_8));
    }

    private static DeadLetter failed(ConsumerRecord<byte[], byte[]> record, CallFailed failed) {
        String event = failed.event() == null ? "" : failed.event();
        return new DeadLetter(
                LetterId.of(record),
                failed.at(),
                failed.callKey(),
                Stage.named(failed.stage()),
                String.valueOf(failed.reason()),
                new CallFailed(failed.callKey(), failed.stage(), String.valueOf(failed.reason()), failed.at(), "", ""),
                String.valueOf(failed.topic()),
                event.getBytes(StandardCharsets.UTF_8));
    }

    private static DeadLetter unreadable(ConsumerRecord<byte[], byte[]> record) {
        String topic = record.topic().substring(0, record.topic().length() - DEAD.length());
        return new DeadLetter(
                LetterId.of(record),
                Instant.ofEpochMilli(record.timestamp()),
                new String(bytes(record.key()), StandardCharsets.UTF_8),
                Stage.taking(topic),
                "cannot be read: " + header(record, "reason").orElse("nobody said why"),
                null,
                topic,
                bytes(record.value()));
    }

    /** For lists, in which a thousand events would not fit into memory. */
    DeadLetter withoutEvent() {
        return new DeadLetter(id, at, callKey, stage, reason, failed, topic, new byte[0]);
    }

    private static byte[] bytes(byte @Nullable [] content) {
        return content == null ? new byte[0] : content;
    }
}
