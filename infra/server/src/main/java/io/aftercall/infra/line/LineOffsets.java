package io.aftercall.infra.line;

import io.aftercall.analyze.Stage;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How far the stages had come at a moment. What a stage had acknowledged then had left a trace below {@code ends}, because
 * it publishes before it acknowledges; so once the index has read that far, it knows what became of it.
 *
 * @param taken by partition of a stage's input: the offset below which everything is acknowledged
 * @param broughtBack by partition of a stage's delay topics: the offset below which everything is in its input again
 * @param ends of everything that is indexed, read after the others
 */
record LineOffsets(
        Map<Stage, Map<Integer, Long>> taken,
        Map<Stage, Map<TopicPartition, Long>> broughtBack,
        Map<TopicPartition, Long> ends) {

    static LineOffsets read(Admin admin) throws ExecutionException, InterruptedException {
        Map<Stage, Map<Integer, Long>> taken = new EnumMap<>(Stage.class);
        Map<Stage, Map<TopicPartition, Long>> broughtBack = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.values()) {
            Map<Integer, Long> partitions = new HashMap<>();
            committed(admin, stage.function()).forEach((partition, offset) -> {
                if (partition.topic().equals(stage.input())) {
                    partitions.put(partition.partition(), offset);
                }
            });
            taken.put(stage, partitions);
            broughtBack.put(stage, committed(admin, LaterConsumer.function(stage.function())));
        }
        return new LineOffsets(taken, broughtBack, ends(admin));
    }

    /** Whether the index has read everything there was at that moment. */
    boolean areIndexed(Admin admin) throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> indexed = committed(admin, "index");
        return ends.entrySet().stream().allMatch(end -> indexed.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    private static Map<TopicPartition, Long> committed(Admin admin, String function)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(Line.group(function))
                .partitionsToOffsetAndMetadata()
                .get();
        Map<TopicPartition, Long> offsets = new HashMap<>();
        committed.forEach((partition, offset) -> {
            // Kafka answers null for a partition of which nothing was acknowledged yet.
            if (offset != null) {
                offsets.put(partition, offset.offset());
            }
        });
        return offsets;
    }

    private static Map<TopicPartition, Long> ends(Admin admin) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest =
                admin.describeTopics(Topics.INDEXED).allTopicNames().get().values().stream()
                        .flatMap(topic -> topic.partitions().stream()
                                .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                        .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
                admin.listOffsets(latest).all().get().entrySet()) {
            ends.put(end.getKey(), end.getValue().offset());
        }
        return ends;
    }
}
