package io.aftercall.analyze.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.JudgedCalls;
import io.aftercall.analyze.MemoryCallIndex;
import io.aftercall.analyze.Rubric;
import io.aftercall.analyze.Rubrics;
import io.aftercall.analyze.Stage;
import io.aftercall.analyze.StagedCalls;
import io.aftercall.analyze.tags.RuleTag;
import io.aftercall.analyze.tags.TagRules;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.Calls;
import io.aftercall.ingest.MemoryCallFolder;
import io.aftercall.ingest.RecordedCalls;
import io.aftercall.transcribe.CallTranscribed;
import io.aftercall.transcribe.Transcript;
import io.aftercall.transcribe.Utterance;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The API and the pages over real HTTP, on calls held in memory. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class CallsHttpTest {
    private static final TagRules RULES = TagRules.read(new ClassPathResource("tags/default.yaml"));
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String KEY = "generic-zh-churn-01";
    private static final Instant AGES_AGO = Instant.parse("2025-01-01T00:00:00Z");

    @Configuration
    @EnableAutoConfiguration
    static class Application {
        @Bean
        MemoryCallIndex index() {
            return new MemoryCallIndex();
        }

        @Bean
        CallsApi api(CallIndex index) {
            return new CallsApi(index, ZoneId.of("Asia/Shanghai"));
        }

        @Bean
        MemoryCallFolder folder() {
            return new MemoryCallFolder();
        }

        @Bean
        CallPages pages(CallIndex index, CallFolder folder) {
            return new CallPages(
                    index, folder, Rubrics.shipped(), RULES, Duration.ofDays(7), ZoneId.of("Asia/Shanghai"));
        }
    }

    private final HttpClient http = HttpClient.newHttpClient();

    @Autowired
    private CallIndex index;

    @Autowired
    private CallFolder folder;

    @LocalServerPort
    private int port;

    @BeforeEach
    void mergeCalls() {
        index.merge(List.of(
                JudgedCalls.of("zh-churn-01").document(),
                JudgedCalls.of("ru-won-01", "ru-won-01", Calls.ENDED.minusSeconds(60))
                        .document(),
                JudgedCalls.of("en-no-speech-01", "en-no-speech-01", Calls.ENDED.minusSeconds(120))
                        .document()));
    }

    @Test
    void givesOneCallWithTimelineTranscriptAndAnalysis() throws Exception {
        JsonNode call = json(get("/api/v1/calls/" + KEY), 200);

        assertThat(call.path("callKey").asString()).isEqualTo(KEY);
        assertThat(call.at("/summary/state").asString()).isEqualTo("analyzed");
        assertThat(call.at("/summary/level").asString()).isEqualTo("A");
        assertThat(call.at("/call/managerId").asString()).isEqualTo("m-zhou");
        assertThat(call.at("/timeline").findValuesAsString("stage"))
                .containsExactly("hungUp", "recorded", "transcribed", "analyzed");
        assertThat(call.at("/timeline/0").propertyNames()).containsExactly("stage", "at");
        assertThat(call.at("/timeline/0/at").asString()).isEqualTo("2026-03-02T09:15:31Z");
        assertThat(call.at("/transcript/utterances/1/text").asString()).contains("系统这个月底到期");
        assertThat(call.at("/analysis/criteria/0/evidence/0/utterance").asString())
                .isEqualTo("u1");
    }

    @Test
    void answers404ForAnUnknownCall() throws Exception {
        assertThat(json(get("/api/v1/calls/generic-x"), 404).path("detail").asString())
                .isEqualTo("no call generic-x");
    }

    @Test
    void listsCallsNewestFirstPageByPage() throws Exception {
        JsonNode first = json(get("/api/v1/calls?size=2&from=2026-03-02"), 200);

        assertThat(first.path("total").asInt()).isEqualTo(3);
        assertThat(first.path("pages").asInt()).isEqualTo(2);
        assertThat(first.path("calls").findValuesAsString("callKey")).containsExactly(KEY, "generic-ru-won-01");
        assertThat(json(get("/api/v1/calls?size=2&page=2&from=2026-03-02"), 200)
                        .path("calls")
                        .findValuesAsString("callKey"))
                .containsExactly("generic-en-no-speech-01");
    }

    @ParameterizedTest
    @CsvSource({
        "managerId=m-zhou, 1",
        "q=%E6%95%B0%E6%8D%AE%E5%AE%89%E5%85%A8, 1",
        "q=&from=2026-03-02, 3",
        "minScore=0&from=2026-03-02, 2",
        "state=failed&from=2026-03-02, 0",
        "from=2026-03-02&to=2026-03-02, 3",
        "from=2026-03-03, 0",
        "from=2026-03-02T17:15:00%2B08:00&to=2026-03-03, 1",
    })
    void restrictsTheListByItsParameters(String query, int total) throws Exception {
        assertThat(json(get("/api/v1/calls?" + query), 200).path("total").asInt())
                .isEqualTo(total);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "minScore=101            | minScore must be between 0 and 100",
                "maxScore=-1             | maxScore must be between 0 and 100",
                "minScore=80&maxScore=70 | minScore must not be greater than maxScore",
                "minScore=many           | minScore must be a whole number, not 'many'",
                "from=yesterday          | from must be a date like 2026-03-02 or a time like 2026-03-02T09:15:30Z, not 'yesterday'",
                "to=2026-02-30           | to must be a date like 2026-03-02 or a time like 2026-03-02T09:15:30Z, not '2026-02-30'",
                "from=%2B12000-01-01     | from must be a date like 2026-03-02 or a time like 2026-03-02T09:15:30Z, not '+12000-01-01'",
                "from=2026-03-02&to=2026-03-01 | from must be before to",
                "page=0                  | page must be 1 or more",
                "size=501                | size must be between 1 and 500",
                "page=201                | page 201 of 50 calls each lies beyond the first 10000 calls; narrow the search, for example by date",
                "state=lost              | state must be one of hungUp, recorded, transcribed, analyzed, reminded, failed, waiting, stuck, not 'lost'",
            })
    void answers422NamingTheParameterThatCannotBe(String query, String detail) throws Exception {
        assertThat(json(get("/api/v1/calls?" + query), 422).path("detail").asString())
                .isEqualTo(detail);
        HttpResponse<String> page = get("/calls?lang=en&" + query);
        assertThat(page.statusCode()).isEqualTo(422);
        assertThat(page.body()).contains(detail.replace("'", "&#39;"));
    }

    @Test
    void showsTheJudgedCallWithQuotesLinkedToWhatWasSaid() throws Exception {
        String page = get("/calls/" + KEY + "?lang=en").body();

        assertThat(page)
                .contains("<html lang=\"en\">", "m-zhou", "Judged", "100", "language model (gpt-5-mini)")
                .contains("<a href=\"#u2\"><span class=\"time\">", "<q>系统这个月底到期，我们不打算续了</q></a></li>")
                .contains("<li id=\"u2\" class=\"customer\">")
                .contains("17:15:31");
    }

    @ParameterizedTest
    @CsvSource({
        "en, 'Objections to this verdict are possible until 9 Mar 2026'",
        "ru, Возразить на эту оценку можно до 9 мар. 2026",
        "zh, 对此评分的申诉截止时间：2026年3月9日"
    })
    void saysUntilWhenOneCanObject(String language, String deadline) throws Exception {
        assertThat(get("/calls/" + KEY + "?lang=" + language).body()).contains(deadline);
    }

    @Test
    void saysThatACallIsUnderWayWhichOnlyItsFolderKnowsYet() throws Exception {
        CallHungUp handedIn =
                JudgedCalls.of("ru-won-01", "just-handed-in", Calls.ENDED).hungUp();
        assertThat(new RecordedCalls(folder).keep(handedIn)).isTrue();

        HttpResponse<String> page = get("/calls/generic-just-handed-in?lang=en");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("Not judged yet", "its recording is being fetched");
    }

    @ParameterizedTest
    @CsvSource({"zh, 流失风险", "ru, Риск ухода", "en, Churn risk", "'fr,zh-CN;q=0.8,en;q=0.5', 流失风险", "ja, Churn risk"})
    void speaksTheReadersLanguage(String accepted, String word) throws Exception {
        HttpResponse<String> page = get("/calls/" + KEY, "Accept-Language", accepted);

        assertThat(page.body()).contains(word);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/calls", "/calls/" + KEY, "/calls/unknown", "/calls?page=0"})
    void forbidsScriptsOnEveryPage(String path) throws Exception {
        HttpResponse<String> page = get(path);

        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; style-src 'self'");
        assertThat(page.headers().firstValue("Content-Type").orElseThrow())
                .isEqualToIgnoringCase("text/html;charset=UTF-8");
        assertThat(page.body()).doesNotContain("<script", "style=", "onclick");
    }

    @Test
    void escapesWhatCustomersSay() throws Exception {
        String attack = "\"><script>alert('x')</script><img src=x onerror=alert(1)> {{t.call}} &amp;";
        Transcript hostile = new Transcript(
                "en\"><script>",
                1_000,
                1_000,
                List.of(new Utterance("u1\"><script>", Utterance.Speaker.CUSTOMER, 0, 900, attack)),
                "m",
                "i",
                Calls.ENDED);
        index.merge(List.of(CallDocument.of(
                new CallTranscribed(Calls.aCall("attack"), null, hostile, Calls.ENDED.minusSeconds(90_000)))));

        String page = get("/calls/generic-attack").body();

        assertThat(page)
                .doesNotContain("<script", "<img")
                .contains("&lt;script&gt;alert(&#39;x&#39;)", "{{t.call}} &amp;amp;");
        assertThat(get("/calls?lang=en&q=%22%3E%3Cscript%3E&level=%22%3E%3Cscript%3E&sort=newest")
                        .body())
                .doesNotContain("<script")
                .contains("value=\"&quot;&gt;&lt;script&gt;\"");
        assertThat(get("/calls/%22%3E%3Cscript%3E").body()).doesNotContain("<script");
    }

    @Test
    void saysInPlainWordsWhyACallFailed() throws Exception {
        JudgedCalls.Events events = JudgedCalls.of("en-won-01", "failing", Instant.parse("2026-01-01T00:00:00Z"));
        index.merge(List.of(
                CallDocument.of(events.hungUp()),
                CallDocument.of(events.failed("transcribe", Instant.parse("2026-01-01T00:05:00Z")))));

        String page = get("/calls/generic-failing?lang=en").body();

        assertThat(page).contains("The call could not be transcribed", "the transcribe stage gave up", "Failed");
    }

    @Test
    void namesTheTagsOfRulesInTheReadersLanguage() throws Exception {
        RuleTag thanks = new RuleTag("conduct", "closing", "thanks", new Rubric.Texts("?", "?", "?"), List.of());
        JudgedCalls.Events events = JudgedCalls.of("en-won-01", "tagged", Instant.parse("2026-01-01T00:00:00Z"));
        index.merge(List.of(CallDocument.of(events.hungUp()), CallDocument.of(events.analyzedBy(RULES, thanks))));

        assertThat(get("/calls?lang=zh").body()).contains("礼貌致谢").doesNotContain(">thanks<");
        assertThat(get("/calls?lang=ru").body()).contains("Благодарность");
    }

    @Test
    void saysHowFarACallIsThatIsNotJudgedYet() throws Exception {
        CallHungUp hungUp = JudgedCalls.of("en-won-01", "waiting", Instant.parse("2026-01-02T00:00:00Z"))
                .hungUp();
        index.merge(List.of(CallDocument.of(hungUp)));

        assertThat(get("/calls/generic-waiting?lang=en").body())
                .contains("Not judged yet", "its recording is being fetched");
        assertThat(get("/calls/generic-en-no-speech-01?lang=en").body()).contains("Nobody spoke");
    }

    @Test
    void givesTheTimesOfEveryStage() throws Exception {
        String key = new StagedCalls(index, "en-won-01", "staged", AGES_AGO)
                .recorded()
                .judged()
                .key();

        JsonNode call = json(get("/api/v1/calls/" + key), 200);

        assertThat(call.at("/stages").findValuesAsString("stage"))
                .containsExactly("record", "transcribe", "analyze", "remind");
        JsonNode record = call.at("/stages/0");
        assertThat(record.path("received").asString()).isEqualTo("2025-01-01T00:00:01Z");
        assertThat(record.path("started").asString()).isEqualTo("2025-01-01T00:00:01.040Z");
        assertThat(record.path("finished").asString()).isEqualTo("2025-01-01T00:00:04.900Z");
        assertThat(record.path("attempts").asInt()).isEqualTo(2);
        assertThat(record.path("queueMs").asInt()).isEqualTo(40);
        assertThat(record.path("waitedMs").asInt()).isEqualTo(1_500);
        assertThat(record.path("serviceMs").asInt()).isEqualTo(2_360);
        assertThat(call.at("/stages/3").propertyNames()).containsExactly("stage", "received");
        assertThat(call.path("searchableAt").asString()).isEqualTo("2025-01-01T00:00:28Z");
        assertThat(call.path("hangupToSearchableMs").asInt()).isEqualTo(27_000);
        assertThat(get("/calls/" + key + "?lang=en").body())
                .contains(
                        "Queue 0.04 s", "Work 14 s", "Waited 1.5 s", "Attempts 2", "From hang-up to searchable: 27 s");
    }

    @Test
    void saysWhatACallWaitsFor() throws Exception {
        String key = new StagedCalls(index, "en-won-01", "held", AGES_AGO)
                .recorded()
                .waiting("transcribe", "speech model api.example.com", 30, 600.0, 3)
                .key();

        JsonNode call = json(get("/api/v1/calls/" + key), 200);
        assertThat(call.at("/stages/1/waiting/reason").asString()).isEqualTo("speech model api.example.com");
        assertThat(call.at("/stages/1/waiting/since").asString()).isEqualTo("2025-01-01T00:00:30Z");
        assertThat(call.at("/stages/1/waiting/until").asString()).isEqualTo("2025-01-01T00:10:00Z");
        assertThat(call.at("/summary/waitingFor").asString()).isEqualTo("speech model api.example.com");
        assertThat(get("/calls/" + key + "?lang=en").body())
                .contains(
                        "Waiting for speech model api.example.com",
                        "since 08:00:30, tried again by 08:10:00 at the latest");
        assertThat(get("/calls/" + key + "?lang=zh").body())
                .contains("正在等待：语音模型 api.example.com", "自 08:00:30 起，最迟于 08:10:00 再次尝试");
        assertThat(get("/calls/" + key + "?lang=ru").body())
                .contains(
                        "Ожидание: речевая модель api.example.com",
                        "с 08:00:30, следующая попытка не позднее 08:10:00");
        assertThat(get("/calls?lang=en&to=2025-01-01").body())
                .contains("<span class=\"chip held\">Waiting</span>", "Waiting for speech model");
    }

    @Test
    void saysSinceWhenACallIsBeingWorkedOn() throws Exception {
        String key = new StagedCalls(index, "en-won-01", "at-work", AGES_AGO)
                .recorded()
                .atWork("transcribe", 31, 2)
                .key();

        JsonNode transcribe =
                json(get("/api/v1/calls/" + key), 200).at("/stages").get(1);
        assertThat(transcribe.propertyNames()).containsExactly("stage", "received", "started", "attempts");
        assertThat(transcribe.path("received").asString()).isEqualTo("2025-01-01T00:00:05Z");
        assertThat(transcribe.path("started").asString()).isEqualTo("2025-01-01T00:00:31Z");
        assertThat(transcribe.path("attempts").asInt()).isEqualTo(2);
        assertThat(get("/calls/" + key + "?lang=en").body())
                .contains("Being worked on since 08:00:31, attempt 2")
                .doesNotContain("In the queue since");
        assertThat(get("/calls/" + key + "?lang=zh").body()).contains("自 08:00:31 起处理中，第 2 次尝试");
        assertThat(get("/calls/" + key + "?lang=ru").body()).contains("В работе с 08:00:31, попытка 2");
    }

    @Test
    void showsThatTheReminderOfAJudgedCallIsStuck() throws Exception {
        StagedCalls staged = new StagedCalls(index, "en-won-01", "unreminded", AGES_AGO)
                .judged()
                .stuck(Stage.REMIND, 40, 3_700);

        assertThat(get("/calls/" + staged.key() + "?lang=en").body()).contains("Stuck since");
        assertThat(get("/calls?lang=en").body()).contains("<span class=\"chip stuck\">Stuck</span>");
    }

    @Test
    void showsThatACallIsStuckUntilItGetsOn() throws Exception {
        StagedCalls staged = new StagedCalls(index, "en-won-01", "stuck", AGES_AGO)
                .recorded()
                .stuck(Stage.TRANSCRIBE, 5, 3_700);
        String key = staged.key();

        assertThat(json(get("/api/v1/calls/" + key), 200)
                        .at("/stages/1/stuckSince")
                        .asString())
                .isEqualTo("2025-01-01T00:00:05Z");
        assertThat(get("/calls/" + key + "?lang=en").body())
                .contains("Stuck since 08:00:05", "driven again by itself at 09:01:40");
        assertThat(get("/calls?lang=en&to=2025-01-01").body()).contains("<span class=\"chip stuck\">Stuck</span>");

        staged.judged();

        assertThat(json(get("/api/v1/calls/" + key), 200).at("/stages/1").propertyNames())
                .doesNotContain("stuckSince");
        assertThat(get("/calls/" + key + "?lang=en").body()).doesNotContain("Stuck since");
    }

    @Test
    void showsACallOfWhichOnlyAReminderIsKnown() throws Exception {
        index.merge(List.of(CallDocument.reminded("generic-early", "r-1", Instant.parse("2026-01-03T00:00:00Z"))));

        assertThat(get("/calls/generic-early?lang=en").statusCode()).isEqualTo(200);
        assertThat(json(get("/api/v1/calls/generic-early"), 200)
                        .at("/timeline/0/reminderId")
                        .asString())
                .isEqualTo("r-1");
    }

    @Test
    void showsA404PageForAnUnknownCall() throws Exception {
        HttpResponse<String> page = get("/calls/generic-x?lang=ru");

        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body()).contains("Такого звонка нет", "generic-x");
    }

    @Test
    void keepsTheSearchWhenTurningPages() throws Exception {
        String page = get("/calls?lang=zh&size=1&q=a%26b%20m-&managerId=").body();
        String turned = get("/calls?lang=zh&size=1&to=2026-03-02").body();

        assertThat(page).contains("value=\"a&amp;b m-\"");
        assertThat(turned)
                .contains("href=\"/calls?to&#x3D;2026-03-02&amp;size&#x3D;1&amp;lang&#x3D;zh&amp;page&#x3D;2\"");
    }

    @Test
    void servesItsStyleFromItsOwnHost() throws Exception {
        assertThat(get("/pages/calls.css").statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        Map.of("Accept-Language", "en").forEach(request::header);
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/json");
        return JSON.readTree(response.body());
    }
}
