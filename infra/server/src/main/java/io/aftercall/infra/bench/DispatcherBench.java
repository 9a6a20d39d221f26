package io.aftercall.infra.bench;

import io.aftercall.embedded.EmbeddedKafka;
import io.aftercall.embedded.EmbeddedS3;
import io.aftercall.infra.circuit.CircuitConfiguration;
import io.aftercall.infra.client.ClientConfiguration;
import io.aftercall.infra.client.DependencyConfiguration;
import io.aftercall.infra.line.Bindings;
import io.aftercall.infra.line.Line;
import io.aftercall.infra.line.LineConfiguration;
import io.aftercall.infra.line.RawStage;
import io.aftercall.ingest.CallFolderConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.Message;

/**
 * Events that each cost one slow HTTP request, once through the line's dispatcher and once through a plain
 * spring-cloud-stream function, against the schedule that only the latencies themselves and the cap allow.
 */
final class DispatcherBench {
    private static final int PLAIN_CONCURRENCY = 12;
    /** At twelve a second more would only take longer. */
    private static final int PLAIN_EVENTS = 360;

    /** An event is soon done; with too few of them a run would be as long as its longest answer. */
    private static final int EVENTS_PER_CALL = 5;

    private static final int WARM_UP_ROUNDS = 3;

    private final BenchOptions options;
    private final StandIns standIns;
    private final EmbeddedKafka kafka;
    /** A stage has call folders, though none of these events needs one. */
    private final EmbeddedS3 folders;

    private DispatcherBench(BenchOptions options, StandIns standIns, EmbeddedKafka kafka, EmbeddedS3 folders) {
        this.options = options;
        this.standIns = standIns;
        this.kafka = kafka;
        this.folders = folders;
    }

    /** What both ways need. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Base {}

    /** The way every stage of the line goes. */
    @Configuration(proxyBeanMethods = false)
    @Import({
        Base.class,
        ClientConfiguration.class,
        DependencyConfiguration.class,
        CircuitConfiguration.class,
        CallFolderConfiguration.class,
        LineConfiguration.class
    })
    static class OurWay {
        @Bean
        Consumer<Message<byte[]>> dispatched(Line line, RawStage stage) {
            return stage.on(line);
        }
    }

    /** What one writes without a dispatcher. */
    @Configuration(proxyBeanMethods = false)
    @Import(Base.class)
    static class PlainWay {
        @Bean
        Function<byte[], byte[]> plain(Work work) {
            return work;
        }
    }

    static DispatcherRun run(BenchOptions options, Path home) throws IOException, InterruptedException {
        try (StandIns standIns = StandIns.start(home, options.seed());
                EmbeddedKafka kafka = EmbeddedKafka.start(home.resolve("kafka"));
                EmbeddedS3 folders = EmbeddedS3.start(home.resolve("s3"))) {
            DispatcherBench bench = new DispatcherBench(options, standIns, kafka, folders);
            return new DispatcherRun(bench.dispatched(), bench.plain());
        }
    }

    private DispatcherRun.Way dispatched() throws IOException, InterruptedException {
        Topic input = topic("bench.dispatched");
        Topic output = topic("bench.dispatched.done");
        Work work = new Work(standIns);
        RawStage stage = new RawStage("dispatched", input.name(), output.name(), options.inFlight(), work);
        Map<String, Object> settings = Bindings.of("dispatched", input.name());
        try (ConfigurableApplicationContext context = context(OurWay.class, settings, RawStage.class, stage)) {
            return measure(work, input, output, options.inFlight(), EVENTS_PER_CALL * options.calls());
        }
    }

    private DispatcherRun.Way plain() throws IOException, InterruptedException {
        Topic input = topic("bench.plain");
        Topic output = topic("bench.plain.done");
        Work work = new Work(standIns);
        Map<String, Object> settings = new HashMap<>();
        settings.put("spring.cloud.function.definition", "plain");
        settings.put("spring.cloud.stream.bindings.plain-in-0.destination", input.name());
        settings.put("spring.cloud.stream.bindings.plain-in-0.group", "plain");
        settings.put("spring.cloud.stream.bindings.plain-in-0.consumer.concurrency", PLAIN_CONCURRENCY);
        settings.put("spring.cloud.stream.bindings.plain-out-0.destination", output.name());
        settings.put("spring.cloud.stream.kafka.bindings.plain-in-0.consumer.start-offset", "earliest");
        try (ConfigurableApplicationContext context = context(PlainWay.class, settings, Work.class, work)) {
            return measure(work, input, output, PLAIN_CONCURRENCY, Math.min(PLAIN_EVENTS, options.calls()));
        }
    }

    private Topic topic(String name) throws IOException, InterruptedException {
        Topic topic = new Topic(kafka.bootstrapServers(), name);
        topic.create();
        return topic;
    }

    private <T> ConfigurableApplicationContext context(
            Class<?> way, Map<String, Object> settings, Class<T> type, T bean) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("aftercall.kafka.bootstrap-servers", kafka.bootstrapServers());
        all.put("aftercall.s3.endpoint", folders.endpoint());
        all.put("aftercall.s3.access-key", folders.accessKey());
        all.put("aftercall.s3.secret-key", folders.secretKey());
        // Never asked.
        all.put("aftercall.elasticsearch.url", "http://127.0.0.1:9200");
        all.put("logging.level.root", "error");
        SpringApplication application = new SpringApplication(way);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setLogStartupInfo(false);
        application.setBannerMode(org.springframework.boot.Banner.Mode.OFF);
        application.addInitializers(context -> context.getBeanFactory().registerSingleton(type.getSimpleName(), bean));
        return application.run(all.entrySet().stream()
                .map(each -> "--" + each.getKey() + "=" + each.getValue())
                .toArray(String[]::new));
    }

    /** The events come at once; the time runs from the first request to the last result written to Kafka. */
    private DispatcherRun.Way measure(Work work, Topic input, Topic output, int cap, int events)
            throws IOException, InterruptedException {
        int warmUp = WARM_UP_ROUNDS * cap;
        pass(input, output, warmUp, n -> Work.event("warm-up", n), 0);
        standIns.forget();
        work.reset();
        long before = Usage.of(ProcessHandle.current().pid()).cpuMillis();
        pass(input, output, events, n -> Work.event("event", n), warmUp);
        long cpu = Usage.of(ProcessHandle.current().pid()).cpuMillis() - before;
        Topic.Content done = output.read();
        List<Long> latencies = standIns.counts().latencies(StandIns.EMBEDDINGS);
        return new DispatcherRun.Way(
                cap, events, done.records() - warmUp, done.lastAt() - work.beganAt(), latencies, cpu);
    }

    private static void pass(Topic input, Topic output, int count, IntFunction<byte[]> event, int already)
            throws IOException, InterruptedException {
        input.fill(count, event);
        // A tenth of the cap's speed and two of the longest latencies: whoever needs longer has lost something.
        long deadline = System.nanoTime() + (120L + count) * 1_000_000_000L;
        while (output.size() < already + count) {
            if (System.nanoTime() > deadline) {
                throw new IOException("of %d events only %d came out".formatted(count, output.size() - already));
            }
            Thread.sleep(100);
        }
    }
}
