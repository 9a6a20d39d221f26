package io.aftercall.infra.line;

import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.CallQuery.Held;
import io.aftercall.analyze.Position;
import io.aftercall.analyze.Stage;
import io.aftercall.analyze.StageVisit;
import io.aftercall.analyze.StrandedQuery;
import io.aftercall.analyze.Stuck;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.TransientFailure;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/**
 * Finds calls that a stage acknowledged and that came to nothing, marks them, and gives the stage their event once more,
 * at most once in the limit. The mark is written first and counts as a sign of life, so that several processes that look
 * at the same time repeat a call at worst once each; stages find what is done already, and pay nothing twice.
 */
final class StuckCalls {
    private static final Logger LOG = LoggerFactory.getLogger(StuckCalls.class);

    /** In one look and stage; more wait for the next. */
    private static final int MOST = 200;

    private final CallIndex index;
    private final EventPublisher publisher;
    private final KafkaSettings kafka;
    private final StuckSettings settings;
    private final Clock clock;
    private volatile Map<Held, Map<Stage, Long>> held = Map.of();
    private @Nullable LineOffsets before;

    StuckCalls(
            CallIndex index,
            EventPublisher publisher,
            KafkaSettings kafka,
            StuckSettings settings,
            Clock clock,
            MeterRegistry metrics) {
        this.index = index;
        this.publisher = publisher;
        this.kafka = kafka;
        this.settings = settings;
        this.clock = clock;
        count(metrics, Held.STUCK, "Calls found left lying in a stage that have not got on since, by the last look");
        count(metrics, Held.WAITING, "Calls that wait in a stage for something that is away, by the last look");
    }

    private void count(MeterRegistry metrics, Held by, String description) {
        for (Stage stage : Stage.values()) {
            Gauge.builder("aftercall.calls." + by.jsonName(), () -> held.getOrDefault(by, Map.of())
                            .getOrDefault(stage, 0L))
                    .tag("stage", stage.function())
                    .description(description)
                    .register(metrics);
        }
    }

    /**
     * Drives again what the last look's offsets show to be stuck, provided the index has read on that far; a lagging index
     * would call everything stuck that it has not read of.
     *
     * @throws TransientFailure when Kafka or the index is away
     */
    void look() throws InterruptedException {
        try (Admin admin = admin()) {
            LineOffsets then = before;
            if (then == null || then.areIndexed(admin)) {
                // Also where driving fails: else each look would have more to read than the one that failed.
                before = LineOffsets.read(admin);
                if (then != null) {
                    drive(then);
                }
            }
        } catch (ExecutionException | KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw TransientFailure.outage("Kafka did not tell how far the stages are: " + cause.getMessage(), e);
        }
        held = Map.of(Held.STUCK, index.held(Held.STUCK), Held.WAITING, index.held(Held.WAITING));
    }

    private void drive(LineOffsets offsets) {
        Instant limit = clock.instant().minus(settings.limit());
        for (Stage stage : Stage.values()) {
            StrandedQuery query =
                    new StrandedQuery(stage, limit, offsets.taken().getOrDefault(stage, Map.of()), MOST);
            Set<String> callKeys = new LinkedHashSet<>(index.stranded(query));
            if (!callKeys.isEmpty()) {
                removePutOff(callKeys, stage, offsets.broughtBack().getOrDefault(stage, Map.of()));
            }
            if (!callKeys.isEmpty()) {
                try (LyingRecords records = new LyingRecords(kafka)) {
                    callKeys.forEach(callKey -> drive(callKey, query, records));
                }
            }
        }
    }

    /** Who lies in a delay topic past its time waits for the reader of that topic, as others do ahead of the stage. */
    private void removePutOff(Set<String> callKeys, Stage stage, Map<TopicPartition, Long> broughtBack) {
        try (TopicReader topics = TopicReader.open(kafka)) {
            topics.readPutOff(stage.input(), broughtBack, record -> {
                if (record.key() != null) {
                    callKeys.remove(new String(record.key(), StandardCharsets.UTF_8));
                }
            });
        }
    }

    /** The search may be behind by a second or by what another process did, so the call itself is asked again. */
    private void drive(String callKey, StrandedQuery query, LyingRecords records) {
        index.find(callKey)
                .filter(query::finds)
                .flatMap(call -> call.visit(query.stage()))
                .ifPresent(visit -> {
                    try (var call = MDC.putCloseable("call", callKey);
                            var stage = MDC.putCloseable("stage", query.stage().function())) {
                        drive(callKey, visit, records);
                    }
                });
    }

    private void drive(String callKey, StageVisit visit, LyingRecords records) {
        Position input = visit.input();
        if (input == null) {
            return;
        }
        Stuck found = found(visit, input);
        Map<String, PermanentFailure> refused = index.merge(List.of(CallDocument.stuck(callKey, visit.stage(), found)));
        if (!refused.isEmpty()) {
            LOG.error("stuck, but cannot be marked and is left alone: {}", refused);
            return;
        }
        records.read(input, callKey)
                .ifPresentOrElse(
                        record -> {
                            publisher.forward(input.topic(), record);
                            LOG.warn(
                                    "stuck in {} since {}; driven again by its event {}-{}@{}",
                                    visit.stage().function(),
                                    found.since(),
                                    input.topic(),
                                    input.partition(),
                                    input.offset());
                        },
                        // Said once: the list of stuck calls and the metric keep on showing it.
                        () -> LOG.atLevel(visit.stuck() == null ? Level.ERROR : Level.DEBUG)
                                .log(
                                        "stuck in {} since {}; its event {}-{}@{} is no longer there to drive it again",
                                        visit.stage().function(),
                                        found.since(),
                                        input.topic(),
                                        input.partition(),
                                        input.offset()));
    }

    /** Stuck since the first time, however often it has been driven. */
    private Stuck found(StageVisit visit, Position input) {
        Stuck before = visit.stuck();
        return new Stuck(before == null ? input.writtenAt() : before.since(), clock.instant());
    }

    private Admin admin() {
        return Admin.create(kafka.with(Map.of(
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                5_000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                5_000)));
    }
}
