package io.aftercall.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.analyze.CallAnalysis;
import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallIndex;
import io.aftercall.infra.line.Role;
import io.aftercall.ingest.Call;
import io.aftercall.simulator.HangUp;
import io.aftercall.simulator.Simulator;
import io.aftercall.simulator.SimulatorSettings;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Stored calls judged again by another rubric, and rules tried on them, with the commands that people type. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RescoreIT {
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final String SPEECH = "/v1/audio/transcriptions";

    private static final String RUN = UUID.randomUUID().toString().substring(0, 8);

    /** Conversations, a voicemail, and a call in which nobody speaks. */
    private static final Set<String> SAMPLES =
            Set.of("ru-angry-01", "en-won-01", "zh-callback-01", "en-promise-01", "en-no-speech-01", "ru-voicemail-01");

    @TempDir
    static Path home;

    private static final Map<String, Object> SETTINGS = new HashMap<>();
    private static Simulator simulator;
    private static Service service;
    private static List<String> calls;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, UTF_8);

    @BeforeAll
    static void judgeOnce() throws IOException {
        OnTwins.emptyTopics();
        simulator = Simulator.start(SimulatorSettings.of(Path.of("../simulator/samples"), home.resolve("simulator")));
        SETTINGS.putAll(OnTwins.surroundings(simulator));
        SETTINGS.put("aftercall.s3.bucket", "rescore-" + RUN);
        SETTINGS.put("aftercall.index.prefix", "rescore-" + RUN + "-");
        SETTINGS.put("aftercall.analyze.price.input", "0.25");
        SETTINGS.put("aftercall.analyze.price.output", "2");
        SETTINGS.put("aftercall.analyze.engine", "offline");
        service = Service.start(OnTwins.options(EnumSet.allOf(Role.class), home), SETTINGS);
        calls = simulator.hangUp(URI.create(service.url()), RUN + "-", SAMPLES).stream()
                .map((HangUp each) -> Call.keyOf(each.source(), each.callId()))
                .toList();
        calls.forEach(key -> await(key, call -> call.analysis() != null));
    }

    @AfterAll
    static void stop() throws IOException {
        service.close();
        simulator.close();
    }

    @Test
    @Order(3)
    void judgesStoredCallsByAnotherRubricOnceItIsAgreedTo() throws Exception {
        int heard = simulator.stats().requests(SPEECH);
        long spoken = calls.stream().filter(RescoreIT::isJudged).count();
        handInForManagers();

        assertThat(rescore("n\n", "--rubric=Client+")).isZero();
        assertThat(text())
                .contains("%d of ".formatted(spoken))
                .contains(" 1 conversations are left out: they were handed in with a mode of their own")
                .containsPattern("That is about [\\d,]+ tokens in and [\\d,]+ out, \\d+\\.\\d\\d USD\\.")
                .contains("Nothing was judged.");
        assertThat(calls)
                .filteredOn(RescoreIT::isJudged)
                .allSatisfy(key -> assertThat(find(key).analysis().earlier()).hasSize(1));

        assertThat(rescore("", "--rubric=Client+", "--yes")).isZero();

        assertThat(text()).contains("%d calls judged again, 0 problems".formatted(spoken));
        calls.stream().filter(RescoreIT::isJudged).forEach(key -> {
            CallDocument call = await(key, found -> found.analysis().earlier().size() == 2);
            assertThat(call.analysis().engine().rubric()).startsWith("client-");
            assertThat(call.analysis().earlier())
                    .extracting(before -> before.engine().rubric())
                    .allSatisfy(rubric -> assertThat(rubric).startsWith("dialogue-"));
            assertThat(call.analysis().earlier())
                    .extracting(before -> before.engine().name())
                    .containsExactly("offline", "model");
        });
        assertThat(simulator.stats().requests(SPEECH)).isEqualTo(heard);
        assertThat(new Http(service.url())
                        .get("/calls/" + judged() + "?lang=en")
                        .body())
                .contains("Judged before");

        assertThat(rescore("", "--rubric=Client+")).isZero();
        assertThat(text()).contains("0 of ");
    }

    private static void handInForManagers() throws Exception {
        Http.Answer handedIn = new Http(service.url())
                .postJson(
                        "/analyze_call",
                        "{\"dialog_text\":\"Agent: Hello.\\nCustomer: No.\",\"content_mode\":\"Manager+\"}");
        await(handedIn.json().path("call_key").asString(), call -> call.analysis() != null);
    }

    @Test
    @Order(2)
    void tellsWhatItIsLikelyToCostToGoFromTheOfflineEngineToAModel() throws Exception {
        assertThat(rescore("n\n", "--rubric=Manager+")).isZero();
        assertThat(text()).contains("They are judged offline, which costs nothing.");
        handInForManagers();
        service.close();
        SETTINGS.remove("aftercall.analyze.engine");
        service = Service.start(OnTwins.options(EnumSet.allOf(Role.class), home), SETTINGS);

        long spoken = calls.stream().filter(RescoreIT::isJudged).count();
        assertThat(rescore("n\n", "--rubric=Manager+")).isZero();
        assertThat(text()).contains("%d of ".formatted(spoken + 1)).doesNotContain("left out");
        assertThat(rescore("n\n")).isZero();
        assertThat(text()).containsPattern("That is about [\\d,]+ tokens in and [\\d,]+ out, \\d+\\.\\d\\d USD\\.");

        assertThat(rescore("", "--yes")).isZero();
        assertThat(text()).contains(" calls judged again, 0 problems");
        calls.stream()
                .filter(RescoreIT::isJudged)
                .forEach(key -> await(key, call -> call.analysis().earlier().size() == 1));
    }

    @Test
    @Order(1)
    void triesRulesOnPastCallsAndChangesNone() throws Exception {
        Path rules = Files.writeString(home.resolve("mine.yaml"), """
                scenes:
                  - id: sales
                    name: { zh: s, ru: s, en: s }
                    groups:
                      - id: mine
                        name: { zh: g, ru: g, en: g }
                        tags:
                          - id: foil
                            name: { zh: t, ru: t, en: t }
                            when: { said: { words: [плёнка] } }
                """);

        // Judged they are; a search finds them up to a second later.
        Awaitility.await().atMost(LONG).untilAsserted(() -> {
            assertThat(rules("test", rules.toString())).isZero();
            assertThat(text())
                    .containsPattern("sales/mine/foil +0 +1")
                    .containsPattern("\\+ sales/mine/foil: \".*плёнка")
                    .containsPattern("\\d+ of the \\d+ newest judged calls would have other tags");
        });
        assertThat(calls)
                .allSatisfy(key -> assertThat(find(key).analysis().allTags()).doesNotContain("foil"));

        Files.writeString(rules, "scenes: [{ id: a }]\n");
        assertThat(rules("test", rules.toString())).isEqualTo(1);
    }

    @Test
    @Order(4)
    void tellsWhichCallsStayAsTheyWereBecauseTheLineHasAnotherJudge() throws Exception {
        Map<String, Object> offline = new HashMap<>(SETTINGS);
        offline.put("aftercall.analyze.engine", "offline");
        long spoken = calls.stream().filter(RescoreIT::isJudged).count();
        try (Service other = Service.start(OnTwins.options(EnumSet.of(Role.API), home.resolve("other")), offline)) {
            ServiceClient client = ServiceClient.of(Map.of("AFTERCALL_URL", other.url()));

            assertThat(rescore(client, "", "--rubric=Client+", "--yes")).isEqualTo(1);
            assertThat(text()).contains("0 calls judged again, %d problems".formatted(spoken));
            assertThat(client.get("/api/v1/rescore").body().at("/problems/0").asString())
                    .contains("it stays as model judged it: the line's model and rubrics are not those");
        }
    }

    private int rescore(String typed, String... words) throws IOException, InterruptedException {
        return rescore(client(), typed, words);
    }

    private int rescore(ServiceClient client, String typed, String... words) throws IOException, InterruptedException {
        printed.reset();
        return new RescoreCommand(
                        client,
                        out,
                        new BufferedReader(new StringReader(typed)),
                        DemoBoard.Terminal.of(null),
                        Duration.ofMillis(50))
                .run(List.of(words));
    }

    private int rules(String... words) throws IOException, InterruptedException {
        printed.reset();
        return new RulesCommand(client(), out).run(List.of(words));
    }

    private static ServiceClient client() {
        return ServiceClient.of(Map.of("AFTERCALL_URL", service.url()));
    }

    private String text() {
        return printed.toString(UTF_8);
    }

    private static boolean isJudged(String key) {
        return find(key).analysis().outcome() == CallAnalysis.Outcome.JUDGED;
    }

    private static String judged() {
        return calls.stream().filter(RescoreIT::isJudged).findFirst().orElseThrow();
    }

    private static CallDocument find(String key) {
        return service.bean(CallIndex.class).find(key).orElseThrow();
    }

    private static CallDocument await(String key, Predicate<CallDocument> rule) {
        CallIndex index = service.bean(CallIndex.class);
        return Awaitility.await(key)
                .atMost(LONG)
                .until(() -> index.find(key), found -> found.filter(rule).isPresent())
                .orElseThrow();
    }
}
