package io.aftercall.infra.bench;

import io.aftercall.analyze.Analyst;
import io.aftercall.analyze.AnalyzeConfiguration;
import io.aftercall.analyze.CallDocument;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import io.aftercall.simulator.Dialogues;
import io.aftercall.transcribe.CallTranscribed;
import io.aftercall.transcribe.Transcript;
import io.aftercall.transcribe.WrittenDialogue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Judging without the rest of the line: the offline engine, the index, and the audit API with the model's time known. */
final class AnalyzeBench {
    private static final int CONCURRENT = 50;
    private static final int TEXTS_TO_WARM_UP = 6_000;
    private static final int SLOW_MILLIS = 2_000;
    private static final int WARM_UP = 5_000;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final BenchOptions options;
    private final Dialogues dialogues;
    private final Map<String, String> environment;

    private AnalyzeBench(BenchOptions options, Dialogues dialogues, Map<String, String> environment) {
        this.options = options;
        this.dialogues = dialogues;
        this.environment = environment;
    }

    /** @param environment where the model's prices may stand, as for the service itself */
    static AnalyzeRun run(BenchOptions options, Map<String, String> environment, Path home)
            throws IOException, InterruptedException {
        AnalyzeBench bench =
                new AnalyzeBench(options, Dialogues.of(Path.of(System.getProperty("aftercall.samples"))), environment);
        try (AnnotationConfigApplicationContext context = bench.context()) {
            Analyst analyst = context.getBean(Analyst.class);
            AnalyzeRun.Offline offline = bench.offline(analyst);
            AnalyzeRun.Indexing indexing =
                    IndexBench.run(bench.judged(analyst, options.calls()), home.resolve("elasticsearch"));
            // In, out, and of how many answers: those to warm up cost as much.
            AtomicLong[] tokens = {new AtomicLong(), new AtomicLong(), new AtomicLong()};
            int requests = Math.min(1_000, options.calls());
            Question.Answers atOnce = bench.audit(home.resolve("at-once"), 0, requests, tokens);
            Question.Answers slow = bench.audit(home.resolve("slow"), SLOW_MILLIS, requests / 2, tokens);
            double judged = tokens[2].get();
            return new AnalyzeRun(
                    offline,
                    indexing,
                    atOnce,
                    slow,
                    new AnalyzeRun.Tokens(
                            tokens[0].get() / judged,
                            tokens[1].get() / judged,
                            bench.price("INPUT"),
                            bench.price("OUTPUT")));
        }
    }

    private @Nullable Double price(String of) {
        String price = environment.get("AFTERCALL_ANALYZE_PRICE_" + of);
        return price == null || price.isBlank() ? null : Double.valueOf(price);
    }

    /** The stage with nothing around it: no model, and a folder that keeps nothing. */
    private AnnotationConfigApplicationContext context() {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.registerBean(Clock.class, Clock::systemUTC);
        context.registerBean(Gate.class, () -> Gate.OPEN);
        context.registerBean(
                "bucketDependency", Dependency.class, () -> new Dependency(Dependency.Kind.BUCKET, "none"));
        context.registerBean("modelDependency", Dependency.class, () -> new Dependency(Dependency.Kind.MODEL, "none"));
        context.register(AnalyzeConfiguration.class);
        // In the place of the one in a bucket.
        context.registerBean("callFolder", CallFolder.class, NoFolder::new);
        context.refresh();
        return context;
    }

    private CallTranscribed said(String run, int n) {
        Instant at = Instant.now();
        Transcript transcript = WrittenDialogue.transcript(dialogues.text(run, n), run + n, at);
        String id = run + "-" + n;
        Call call = new Call(
                Call.keyOf("generic", id),
                "generic",
                id,
                "m-" + n % 40,
                null,
                null,
                null,
                new Call.Timing(null, null, at, null, null),
                Call.Ending.UNKNOWN,
                Call.References.NONE);
        return new CallTranscribed(call, null, transcript, at);
    }

    private AnalyzeRun.Offline offline(Analyst analyst) throws IOException {
        for (int n = 0; n < WARM_UP; n++) {
            analyst.analyze(said("warm-up", n));
        }
        List<CallTranscribed> calls = new ArrayList<>();
        for (int n = 0; n < options.calls(); n++) {
            calls.add(said("offline", n));
        }
        long pid = ProcessHandle.current().pid();
        long cpu = Usage.of(pid).cpuMillis();
        long start = System.nanoTime();
        calls.forEach(analyst::analyze);
        double seconds = (System.nanoTime() - start) / 1e9;
        return new AnalyzeRun.Offline(calls.size(), seconds, Usage.of(pid).cpuMillis() - cpu);
    }

    /** So many different calls with what the offline engine says of them. */
    static List<CallDocument> judged(BenchOptions options, Map<String, String> environment, int count)
            throws IOException {
        AnalyzeBench bench =
                new AnalyzeBench(options, Dialogues.of(Path.of(System.getProperty("aftercall.samples"))), environment);
        try (AnnotationConfigApplicationContext context = bench.context()) {
            return bench.judged(context.getBean(Analyst.class), count);
        }
    }

    private List<CallDocument> judged(Analyst analyst, int count) {
        List<CallDocument> calls = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            CallTranscribed said = said("index", n);
            CallHungUp hungUp = new CallHungUp(
                    said.call(), null, said.at(), Map.of("call_id", said.call().callId()));
            calls.add(
                    CallDocument.of(hungUp).merge(CallDocument.of(said)).merge(CallDocument.of(analyst.analyze(said))));
        }
        return calls;
    }

    private Question.Answers audit(Path home, int modelMillis, int requests, AtomicLong[] tokens)
            throws IOException, InterruptedException {
        Question audit = new Question(
                "/analyze_call",
                CONCURRENT,
                TEXTS_TO_WARM_UP,
                0,
                (run, n) -> Map.of("dialog_text", dialogues.text(run, n), "content_mode", "Dialogue"),
                answer -> count(answer, tokens));
        return audit.ask(options, home, modelMillis, requests, List.of("measured"))
                .getFirst();
    }

    /** False when no model has judged it. */
    private static boolean count(byte[] answer, AtomicLong[] tokens) {
        JsonNode usage = JSON.readTree(answer).at("/raw_model_output/0/usage");
        tokens[0].addAndGet(usage.at("/prompt_tokens").asLong(0));
        tokens[1].addAndGet(usage.at("/completion_tokens").asLong(0));
        if (usage.isMissingNode()) {
            return false;
        }
        tokens[2].incrementAndGet();
        return true;
    }
}
