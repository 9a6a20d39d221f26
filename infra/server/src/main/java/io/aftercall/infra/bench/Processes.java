package io.aftercall.infra.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Everything that runs while the line is measured, each process by its name; ffmpeg's many are one. */
final class Processes {
    static final String APPLICATION = "application";
    static final String FFMPEG = "ffmpeg";
    private static final String SIMULATOR = "simulator";

    private final JavaChild line;
    private final StandIns standIns;
    private final long kafka;
    private final long elasticsearch;

    Processes(JavaChild line, StandIns standIns) throws IOException {
        this.line = line;
        this.standIns = standIns;
        this.kafka = line.childRunning("io.aftercall.embedded.kafka.KafkaMain");
        this.elasticsearch = line.childRunning("io.aftercall.embedded.elasticsearch.ElasticsearchMain");
    }

    private Map<String, Usage> usages() throws IOException {
        Map<String, Usage> usages = new LinkedHashMap<>();
        usages.put(APPLICATION, line.usage());
        usages.put("Kafka", Usage.of(kafka));
        usages.put("Elasticsearch", Usage.of(elasticsearch));
        usages.put(SIMULATOR, standIns.usage());
        usages.put("bench", Usage.of(ProcessHandle.current().pid()));
        return usages;
    }

    /** CPU milliseconds so far. */
    Map<String, Long> cpuMillis() throws IOException {
        Map<String, Long> cpu = new LinkedHashMap<>();
        usages().forEach((name, usage) -> {
            cpu.put(name, usage.cpuMillis());
            if (name.equals(APPLICATION)) {
                cpu.put(FFMPEG, usage.endedChildrenMillis());
            } else if (name.equals(SIMULATOR)) {
                cpu.put("simulator's ffmpeg", usage.endedChildrenMillis());
            }
        });
        return cpu;
    }

    /** Most memory held so far, in MB. */
    Map<String, Long> peaks() throws IOException {
        Map<String, Long> peaks = new LinkedHashMap<>();
        usages().forEach((name, usage) -> peaks.put(name, usage.peakMegabytes()));
        return peaks;
    }
}
