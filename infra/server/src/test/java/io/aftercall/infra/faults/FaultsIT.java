package io.aftercall.infra.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.embedded.EmbeddedS3;
import io.aftercall.ingest.Call;
import io.aftercall.simulator.Faults;
import io.aftercall.simulator.Notification;
import io.aftercall.simulator.Simulator;
import io.aftercall.simulator.SimulatorSettings;
import io.aftercall.simulator.Variations;
import io.aftercall.simulator.pbx.Post;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything breaks that the line depends on, one thing after another, while calls come in. What is counted is seen from
 * outside: accepted by the webhook, found in the index, received by the chat, paid at the models.
 */
@EnabledIfSystemProperty(named = Scale.PROPERTY, matches = "full|tenth")
class FaultsIT {
    private static final long SEED = 7;
    private static final Path SAMPLES = Path.of("../simulator/samples");
    private static final int SECONDS = 4;
    /** One call in so many has a recording without sound: it is to fail, and only it. */
    private static final int BROKEN = 200;

    private static final Faults CALM = Faults.NONE.withLatency(150, 150, 2_000);

    private final Scale scale = Scale.chosen();
    private final List<Instant> kills = new ArrayList<>();
    private final Instant began = Instant.now();

    /** Left where it is when the test fails: the log in it says why. */
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private Simulator simulator;
    private EmbeddedS3 storage;
    private S3Front s3;
    private Up up;

    @BeforeEach
    void start() throws IOException {
        simulator = Simulator.start(
                SimulatorSettings.of(SAMPLES, folder.resolve("simulator")).withFaults(CALM, SEED));
        storage = EmbeddedS3.start(folder.resolve("s3"));
        s3 = S3Front.open(storage.endpoint());
        up = Up.start(
                folder.resolve("home"),
                Map.of(
                        "S3_ENDPOINT", s3.endpoint().toString(),
                        "S3_ACCESS_KEY", storage.accessKey(),
                        "S3_SECRET_KEY", storage.secretKey(),
                        "OPENAI_BASE_URL", simulator.openAiUrl(),
                        "OPENAI_API_KEY", "simulated",
                        "ROBOT_RECORDING_URL", simulator.pbxUrl() + "/recordings",
                        "CHAT_WEBHOOK_URL", simulator.chatUrl()),
                scale.settings());
    }

    @AfterEach
    void stop() throws IOException {
        up.close();
        s3.close();
        storage.close();
        simulator.close();
    }

    @Test
    void losesNothingDoublesNothingAndPaysNothingTwiceWhateverBreaks() throws Exception {
        Set<String> broken = new HashSet<>();
        List<Notification> calls = calls(broken);
        try (Telephony telephony = new Telephony(calls, SEED, up.url(), s3::analysed)) {
            telephony.start();
            System.out.println("log of the service: " + up.log());
            breakThingsInTurn();
            await("every notification is accepted", telephony::isDone);
            tell("every notification is accepted");
            IndexedCalls index = new IndexedCalls(up.elasticsearch());
            await(
                    "every call is judged or failed",
                    () -> index.ended() >= telephony.accepted().size());
            tell("every call is in the index, judged or failed");
            Results results = results(telephony, index);
            System.out.println(results.table(scale, Duration.between(began, Instant.now())));
            results.check(broken);
            await("recordings that were under way when the process was killed are gone", () -> {
                try (Stream<Path> left = Files.list(folder.resolve("home/tmp"))) {
                    return left.noneMatch(file -> file.getFileName().toString().startsWith("aftercall-"));
                }
            });
        }
    }

    private List<Notification> calls(Set<String> broken) throws IOException {
        Variations variations = Variations.of(SAMPLES, simulator.pbxUrl(), SECONDS);
        List<Notification> calls = new ArrayList<>();
        for (int n = 0; n < scale.calls(); n++) {
            Notification call = variations.hangUp("f-", n);
            if (n % BROKEN == BROKEN - 1) {
                String body =
                        "{\"call_id\":\"%s\",\"manager_id\":\"m-1\",\"recording_url\":\"%s/recordings/44-bytes.wav\"}"
                                .formatted(call.callId(), simulator.pbxUrl());
                call = new Notification(
                        call.callId(),
                        "generic",
                        "44-bytes.wav",
                        call.endedAt(),
                        Post.json("/webhook/new_call_recording", body, Map.of()));
                broken.add(Call.keyOf("generic", call.callId()));
            }
            calls.add(call);
        }
        return calls;
    }

    private void breakThingsInTurn() throws Exception {
        at(0.05, "kill -9 of the whole process", this::killAll);
        at(0.12, "kill -9 of the embedded Kafka", () -> killChild("kafka"));
        at(0.20, "S3 answers 500", () -> {
            s3.away(true);
            Thread.sleep(scale.outage());
            s3.away(false);
        });
        at(0.30, "speech model answers 429", () -> {
            int seconds = (int) scale.retryAfter().toSeconds();
            simulator.faults().set(CALM.withRateLimit(1, seconds).striking(Faults.Target.SPEECH));
            Thread.sleep(scale.retryAfter().dividedBy(9));
            simulator.faults().set(CALM);
        });
        at(0.40, "kill -9 of the whole process", this::killAll);
        at(
                0.45,
                "speech model answers 500 to three of ten",
                faults(CALM.withErrorRate(0.3).striking(Faults.Target.SPEECH)));
        at(0.52, "speech model is well", faults(CALM));
        at(0.55, "Elasticsearch does not answer", () -> {
            ProcessHandle elasticsearch = up.child("elasticsearch");
            Up.signal(elasticsearch, "STOP");
            Thread.sleep(scale.outage());
            Up.signal(elasticsearch, "CONT");
        });
        at(0.65, "kill -9 of the embedded Elasticsearch", () -> killChild("elasticsearch"));
        at(
                0.70,
                "model answers broken JSON to three of ten",
                faults(CALM.withMalformedRate(0.3).striking(Faults.Target.MODEL)));
        at(
                0.78,
                "model is well, recording host breaks three of ten files off",
                faults(CALM.withCutRate(0.3).striking(Faults.Target.RECORDINGS)));
        at(0.88, "recording host is well", faults(CALM));
        at(0.92, "kill -9 of the whole process", this::killAll);
    }

    private interface Step {
        void run() throws Exception;
    }

    private Step faults(Faults faults) {
        return () -> simulator.faults().set(faults);
    }

    /** Once this part of the calls is judged. */
    private void at(double part, String what, Step step) throws Exception {
        await(what, () -> s3.analysed() >= scale.share(part));
        tell(what);
        step.run();
    }

    private void tell(String what) {
        System.out.printf(
                "%4d s, %5d calls judged: %s%n",
                Duration.between(began, Instant.now()).toSeconds(), s3.analysed(), what);
    }

    private void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(scale.patience())
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(condition);
    }

    private void killAll() throws Exception {
        kills.add(Instant.now());
        up.kill();
        up.start();
    }

    private void killChild(String name) throws Exception {
        ProcessHandle child = up.child(name);
        assertThat(child.destroyForcibly()).isTrue();
        child.onExit().get();
    }

    private Results results(Telephony telephony, IndexedCalls index) throws Exception {
        Results.Documents documents = Results.Documents.of(telephony.accepted(), index);
        await(
                "every reminder is posted",
                () -> simulator.chatMessages().stream()
                                        .map(message -> message.headers().get("webhook-id"))
                                        .distinct()
                                        .count()
                                >= documents.reminders()
                        && index.pendingReminders() == 0);
        tell("every reminder is posted");
        return new Results(
                telephony.accepted().size(),
                telephony.posts(),
                telephony.refused(),
                documents,
                index.reminders() - documents.reminders(),
                RemindersSent.of(simulator.chatMessages(), kills),
                PaidResults.of(simulator.stats(), folder.resolve("s3/buckets"), s3));
    }
}
