package io.aftercall.infra.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Which share of the application's CPU each stage has, from the samples of Java's flight recorder (one for every 10 ms of a
 * thread's CPU time): a sample belongs to the first of these whose package or class is on its stack, else to the rest.
 */
final class StageShares {
    private static final Map<String, List<String>> OWNERS = owners();
    private static final String THE_REST = "threads of libraries";

    private StageShares() {}

    private static Map<String, List<String>> owners() {
        Map<String, List<String>> owners = new LinkedHashMap<>();
        owners.put("embedded S3", List.of("org.gaul.", "org.jclouds.", "org.eclipse.jetty."));
        owners.put("webhook and API", List.of("org.apache.tomcat.", "org.apache.catalina.", "org.apache.coyote."));
        owners.put("index", List.of("io.aftercall.infra.line.IndexBatches", "io.aftercall.analyze.index."));
        owners.put("record", List.of("io.aftercall.ingest.Recorder"));
        owners.put("transcribe", List.of("io.aftercall.transcribe."));
        owners.put("analyze", List.of("io.aftercall.analyze.Analyst"));
        owners.put("remind", List.of("io.aftercall.notify."));
        owners.put("Kafka clients and dispatching", List.of("org.apache.kafka.", "io.aftercall.infra.line."));
        return owners;
    }

    /** Samples by owner within the phase; what is left is the JVM's own: garbage collection, compilation. */
    static Map<String, Long> of(Path recording, Phase phase) throws IOException {
        Map<String, Long> samples = new LinkedHashMap<>();
        OWNERS.keySet().forEach(owner -> samples.put(owner, 0L));
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                boolean within = event.getStartTime().isAfter(phase.start())
                        && event.getStartTime().isBefore(phase.end());
                if (within && event.getEventType().getName().equals("jdk.CPUTimeSample")) {
                    samples.merge(owner(event), 1L, Long::sum);
                }
            }
        }
        return samples;
    }

    private static String owner(RecordedEvent sample) {
        List<RecordedFrame> frames = sample.getStackTrace() == null
                ? List.of()
                : sample.getStackTrace().getFrames();
        for (Map.Entry<String, List<String>> owner : OWNERS.entrySet()) {
            for (RecordedFrame frame : frames) {
                String type = frame.getMethod().getType().getName();
                if (owner.getValue().stream().anyMatch(type::startsWith)) {
                    return owner.getKey();
                }
            }
        }
        return THE_REST;
    }
}
