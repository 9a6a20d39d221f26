package io.aftercall.analyze.model;

import static io.aftercall.transcribe.Transcripts.aTranscribedCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aftercall.analyze.Analysts;
import io.aftercall.analyze.CallAnalysis;
import io.aftercall.analyze.CallAnalysis.Criterion;
import io.aftercall.analyze.CallAnalysis.Criterion.Verdict;
import io.aftercall.analyze.CallAnalysis.Outcome;
import io.aftercall.analyze.Evidence;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.MemoryCallFolder;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.TransientFailure;
import io.aftercall.transcribe.CallTranscribed;
import io.aftercall.transcribe.Transcripts;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ModelAnswerTest {
    private static final CallTranscribed CALL = aTranscribedCall(
            "c-1",
            "agent: Good morning, Ann from Pinecone. How do you keep track of calls?",
            "customer: On paper. What you sell is too expensive.",
            "agent: I'll send you a quote tomorrow. Thank you!");
    static final String GOOD = """
            {"criteria":[
              {"evidence":[{"quote":"Good morning","utterance":"u1"}],"id":"greeting","verdict":"MET"},
              {"evidence":[],"id":"rapport","verdict":"MISSED"},
              {"evidence":[{"quote":"How do you keep track","utterance":"u1"}],"id":"needs","verdict":"MET"},
              {"evidence":[],"id":"presentation","verdict":"MISSED"},
              {"evidence":[],"id":"objections","verdict":"MISSED"},
              {"evidence":[],"id":"price","verdict":"NOT_APPLICABLE"},
              {"evidence":[{"quote":"I'll send you a quote tomorrow","utterance":"u3"}],"id":"next_step","verdict":"MET"},
              {"evidence":[{"quote":"Thank you","utterance":"u3"}],"id":"courtesy","verdict":"MET"}],
             "churn":{"evidence":[],"score":5},
             "customer":{"evidence":[{"quote":"too expensive","utterance":"u2"}],"type":"COMMERCIAL"},
             "emotion":{"factors":{"concerns":[{"quote":"too expensive","utterance":"u2"}],"positive":[],"urgency":[]},"score":-25},
             "improve":["Answer the doubt about the price."],
             "intent":{"evidence":[],"score":35},
             "nextStep":{"dueInHours":24,"what":"Send a quote"},
             "objections":[{"evidence":{"quote":"too expensive","utterance":"u2"},"kind":"PRICE"}],
             "promises":[{"evidence":{"quote":"I'll send you a quote","utterance":"u3"},"hours":24,"what":"Send a quote"}],
             "rounds":[{"first":"u1","last":"u3","mood":-10,"tags":["price"]}],
             "strengths":["Asked how calls are kept."],"summary":"Finds it dear.","tags":["price","promise"]}
            """;

    private final StubModel model = new StubModel();
    private final CallFolder folder = new MemoryCallFolder();

    ModelAnswerTest() throws IOException {}

    @AfterEach
    void stop() {
        model.close();
    }

    private CallAnalysis analyze() {
        return Analysts.asking(model.client(), folder).analyze(CALL).analysis();
    }

    private static Criterion criterion(CallAnalysis analysis, String id) {
        return analysis.criteria().stream()
                .filter(c -> c.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void isJudgedByPlainCode() {
        model.writes(GOOD);

        CallAnalysis analysis = analyze();

        assertThat(analysis.score()).isEqualTo(new CallAnalysis.Score(56, "C", "Level C", "Fair", "#bf8700"));
        assertThat(analysis.emotion().score()).isEqualTo(-25);
        assertThat(analysis.objections())
                .containsExactly(new CallAnalysis.Objection("price", new Evidence("u2", "too expensive")));
        assertThat(analysis.nextStep()).isEqualTo(new CallAnalysis.NextStep("Send a quote", 24));
        assertThat(analysis.engine().name()).isEqualTo("model");
        assertThat(analysis.engine().model()).isEqualTo("gpt-5.4-mini");
        assertThat(analysis.engine().because()).isNull();
        assertThat(analysis.customer().type()).isEqualTo("commercial");
        assertThat(analysis.promises())
                .containsExactly(new CallAnalysis.Promise(
                        "Send a quote",
                        CALL.call().timing().endedAt().plusSeconds(86_400),
                        new Evidence("u3", "I'll send you a quote")));
        assertThat(analysis.rounds())
                .containsExactly(
                        new CallAnalysis.Round("u1", "u3", 100, -10, CallAnalysis.Sentiment.NEUTRAL, List.of("price")));
        assertThat(analysis.strengths()).containsExactly("Asked how calls are kept.");
        assertThat(analysis.improve()).containsExactly("Answer the doubt about the price.");
        assertThat(analysis.requests()).isEqualTo(new CallAnalysis.Requests(1, 0, 0));
        assertThat(model.questions()).hasSize(1);
    }

    @Test
    void putsEvidenceBeforeWhatItIsEvidenceOf() {
        model.writes(GOOD);

        analyze();

        JsonNode schema = model.questions().getFirst().at("/response_format/json_schema/schema");
        List<List<String>> proven = within(schema)
                .filter(node -> node.has("evidence"))
                .map(properties -> List.copyOf(properties.propertyNames()))
                .toList();
        assertThat(proven)
                .contains(List.of("evidence", "id", "verdict"))
                .hasSizeGreaterThan(4)
                .allSatisfy(names -> assertThat(names.getFirst()).isEqualTo("evidence"));
    }

    private static Stream<JsonNode> within(JsonNode node) {
        return Stream.concat(Stream.of(node), node.valueStream().flatMap(ModelAnswerTest::within));
    }

    @Test
    void isAskedForOnceWithAStrictSchemaAndOneJsonObjectALine() {
        model.writes(GOOD);

        analyze();

        JsonNode question = model.questions().getFirst();
        JsonNode schema = question.at("/response_format/json_schema");
        assertThat(schema.path("strict").asBoolean()).isTrue();
        assertThat(List.copyOf(schema.at("/schema/properties").propertyNames()))
                .containsExactly(
                        "churn",
                        "criteria",
                        "customer",
                        "emotion",
                        "improve",
                        "intent",
                        "nextStep",
                        "objections",
                        "promises",
                        "rounds",
                        "strengths",
                        "summary",
                        "tags");
        assertThat(question.at("/messages/0/role").asString()).isEqualTo("system");
        assertThat(question.at("/messages/0/content").asString())
                .contains("untrusted data", "ISO 639 code en", "Monday 2026-03-02 09:15 UTC");
        List<String> lines =
                question.at("/messages/1/content").asString().lines().toList();
        assertThat(lines).hasSize(8 + 3);
        assertThat(lines.getFirst())
                .startsWith("{\"criterion\":\"greeting\",\"evidence\":\"agent\",\"met\":\"The agent greets");
        assertThat(lines.getLast())
                .isEqualTo(
                        "{\"utterance\":\"u3\",\"speaker\":\"agent\",\"text\":\"I'll send you a quote tomorrow. Thank you!\"}");
        assertThat(question.path("max_completion_tokens").asInt()).isEqualTo(16_000);
        assertThat(question.has("temperature")).isFalse();
    }

    @Test
    void isNeverPaidForTwice() {
        model.writes(GOOD);
        CallAnalysis first = analyze();

        assertThat(analyze()).isEqualTo(first);
        folder.replace("generic-c-1", "analysis.json", "{}".getBytes());
        assertThat(analyze()).isEqualTo(first);
        assertThat(model.questions()).hasSize(1);
        assertThat(folder.list("generic-c-1", "judgements/")).containsExactly("judgements/" + first.input() + ".json");
    }

    static Stream<Arguments> brokenAnswers() {
        return Stream.of(
                broken("truncated JSON", m -> m.writes(GOOD.substring(0, 400)), "does not fit the schema"),
                broken("no JSON", m -> m.writes("The call was fine."), "does not fit the schema"),
                broken("JSON and more", m -> m.writes(GOOD + " Anything else?"), "does not fit the schema"),
                broken("wrong enum", m -> m.writes(GOOD.replace("MET\"", "SUPERB\"")), "SUPERB"),
                broken(
                        "a number for an enum",
                        m -> m.writes(GOOD.replace("\"MISSED\"", "1")),
                        "does not fit the schema"),
                broken("a missing part", m -> m.writes(GOOD.replace("\"emotion\":{", "\"feeling\":{")), "emotion"),
                broken(
                        "a part that is null",
                        m -> m.writes(GOOD.replaceAll("\"emotion\":.*-25}", "\"emotion\":null")),
                        "emotion"),
                broken("a score that is missing", m -> m.writes(GOOD.replace(",\"score\":-25", "")), "score"),
                broken(
                        "null in a list",
                        m -> m.writes(GOOD.replace("[\"price\"]", "[null]")),
                        "does not fit the schema"),
                broken("a list", m -> m.writes("[]"), "does not fit the schema"),
                broken("refusal", m -> m.completes("stop", null, "I can't help with that."), "refusal"),
                broken("cut at the limit", m -> m.completes("length", GOOD, null), "finish_reason length"),
                broken("filtered", m -> m.completes("content_filter", "", null), "content_filter"),
                broken("nothing", m -> m.completes("stop", null, null), "it is empty"),
                broken("no choices", m -> m.answers(200, Map.of(), "{\"id\":\"x\",\"choices\":[]}"), "no choices"));
    }

    private static Arguments broken(String name, Consumer<StubModel> answer, String fault) {
        return Arguments.of(name, answer, fault);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenAnswers")
    void isRepairedOnce(String name, Consumer<StubModel> broken, String fault) {
        broken.accept(model);
        model.writes(GOOD);

        CallAnalysis analysis = analyze();

        assertThat(analysis.engine().name()).isEqualTo("model");
        assertThat(analysis.score().points()).isEqualTo(56);
        assertThat(analysis.requests()).isEqualTo(new CallAnalysis.Requests(1, 0, 1));
        assertThat(model.questions()).hasSize(2);
        JsonNode messages = model.questions().getLast().path("messages");
        assertThat(messages.get(messages.size() - 1).path("content").asString())
                .startsWith("Your answer could not be used: ")
                .contains(fault);
        assertThat(folder.list("generic-c-1", "judgements/"))
                .containsExactly(
                        "judgements/" + analysis.input() + "-repaired.json",
                        "judgements/" + analysis.input() + ".json");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenAnswers")
    void isLeftToTheOfflineEngineWhenTheRepairIsBrokenToo(String name, Consumer<StubModel> broken, String fault) {
        broken.accept(model);
        broken.accept(model);

        CallAnalysis analysis = analyze();

        assertThat(analysis.outcome()).isEqualTo(Outcome.JUDGED);
        assertThat(analysis.engine().name()).isEqualTo("offline");
        assertThat(analysis.engine().because()).contains("generic-c-1", fault);
        assertThat(analysis.requests()).isEqualTo(new CallAnalysis.Requests(1, 0, 1));
        assertThat(criterion(analysis, "courtesy").verdict()).isEqualTo(Verdict.MET);
        assertThat(analyze()).isEqualTo(analysis);
        assertThat(model.questions()).hasSize(2);
    }

    @Test
    void isNotAskedForAgainWhenAnOutageComesBeforeItsRepair() {
        model.writes("no JSON").answers(500, Map.of(), "{}").writes(GOOD);

        assertThatExceptionOfType(TransientFailure.class).isThrownBy(this::analyze);
        assertThat(analyze().engine().name()).isEqualTo("model");
        assertThat(model.questions())
                .extracting(question -> question.path("messages").size())
                .containsExactly(2, 4, 4);
    }

    @Test
    void isNotBelievedWhereItsQuotesWereInvented() {
        model.writes(GOOD.replace("Good morning", "Welcome to Pinecone").replace("too expensive", "far too slow"));

        CallAnalysis analysis = analyze();

        assertThat(criterion(analysis, "greeting").verdict()).isEqualTo(Verdict.NOT_SCORED);
        assertThat(analysis.objections()).isEmpty();
        assertThat(analysis.score().points()).isEqualTo(50);
        assertThat(model.questions()).hasSize(1);
    }

    @Test
    void isHeldToTheRangesOfItsNumbers() {
        model.writes(GOOD.replace("\"score\":-25", "\"score\":1000").replace("\"score\":35", "\"score\":-7"));

        CallAnalysis analysis = analyze();

        assertThat(analysis.emotion().score()).isZero();
        assertThat(analysis.intent().score()).isZero();
        assertThat(model.questions()).hasSize(1);
    }

    @Test
    void isReadWhateverTheCaseOfItsVerdicts() {
        model.writes(GOOD.replace("\"MET\"", "\"met\""));

        CallAnalysis analysis = analyze();

        assertThat(analysis.score().points()).isEqualTo(56);
        assertThat(analysis.requests()).isEqualTo(CallAnalysis.Requests.ONE);
    }

    @Test
    void isReadWithOtherCallsIdsMovedOrDropped() {
        model.writes(GOOD.replace("\"u1\"", "\"w7\"").replace("\"u3\"", "\"w9\""));

        CallAnalysis analysis = analyze();

        assertThat(criterion(analysis, "greeting").evidence()).containsExactly(new Evidence("u1", "Good morning"));
        assertThat(analysis.rounds()).isEmpty();
        assertThat(analysis.score().points()).isEqualTo(56);
        assertThat(model.questions()).hasSize(1);
    }

    @Test
    void isGatheredFromThePartsOfALongCallAndThenGivenOnce() {
        CallTranscribed call = longCall();
        double parts = sent("part");
        double repairs = sent("repair");
        model.writes(part("u1", "Good morning, Ann from Pinecone"))
                .writes("no JSON")
                .writes(part("u2", "too expensive"))
                .writes(part("u3", "send you a quote tomorrow"))
                .writes(GOOD);

        CallAnalysis analysis =
                Analysts.asking(model.client(), folder, 1000).analyze(call).analysis();

        assertThat(analysis.score().points()).isEqualTo(56);
        assertThat(analysis.requests()).isEqualTo(new CallAnalysis.Requests(1, 3, 1));
        assertThat(analysis.rounds()).extracting(CallAnalysis.Round::first).containsExactly("u1", "u2", "u3");
        List<String> verdict = model.questions()
                .getLast()
                .at("/messages/1/content")
                .asString()
                .lines()
                .toList();
        assertThat(verdict).hasSize(8 + 3 + 3);
        assertThat(verdict.get(8))
                .startsWith("{\"part\":1,\"found\":{\"criteria\":[{")
                .contains("Good morning, Ann");
        assertThat(folder.list("generic-long", "judgements/")).hasSize(5);
        assertThat(Analysts.asking(model.client(), folder, 1000).analyze(call).analysis())
                .isEqualTo(analysis);
        assertThat(model.questions()).hasSize(5);
        assertThat(sent("part") - parts).isEqualTo(3);
        assertThat(sent("repair") - repairs).isEqualTo(1);
    }

    private static double sent(String kind) {
        return Analysts.METRICS
                .counter("aftercall.analyze.requests", "kind", kind)
                .count();
    }

    @Test
    void isLeftToTheOfflineEngineWhenOnePartOfALongCallCannotBeRead() {
        model.writes(part("u1", "Good morning, Ann from Pinecone"))
                .writes("no JSON")
                .writes("still none");

        CallAnalysis analysis = Analysts.asking(model.client(), folder, 1000)
                .analyze(longCall())
                .analysis();

        assertThat(analysis.engine().name()).isEqualTo("offline");
        assertThat(analysis.requests()).isEqualTo(new CallAnalysis.Requests(0, 2, 1));
    }

    private static CallTranscribed longCall() {
        String more = " And so on and so forth.".repeat(30);
        return aTranscribedCall(
                "long",
                "agent: Good morning, Ann from Pinecone. How do you keep track of calls?" + more,
                "customer: On paper. What you sell is too expensive." + more,
                "agent: I'll send you a quote tomorrow. Thank you!" + more);
    }

    private static String part(String utterance, String quote) {
        return """
                {"criteria":[{"evidence":[{"quote":"%2$s","utterance":"%1$s"}],"id":"greeting","verdict":"MET"}],
                 "churn":{"evidence":[],"score":0},"customer":null,
                 "emotion":{"factors":{"concerns":[],"positive":[],"urgency":[]},"score":0},"improve":[],
                 "intent":{"evidence":[],"score":0},"nextStep":null,"objections":[],"promises":[],
                 "rounds":[{"first":"%1$s","last":"%1$s","mood":0,"tags":[]}],"strengths":[],"summary":"","tags":[]}
                """.formatted(utterance, quote);
    }

    @Test
    void isAskedForLaterWhenTheModelIsBusy() {
        model.answers(429, Map.of("Retry-After", "17"), "{\"error\":{\"message\":\"slow down\"}}");

        assertThatExceptionOfType(TransientFailure.class)
                .isThrownBy(this::analyze)
                .withMessageContaining("generic-c-1")
                .withMessageContaining("429")
                .satisfies(e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(17)));
        assertThat(model.questions()).hasSize(1);
        assertThat(folder.list("generic-c-1", "")).isEmpty();
    }

    @Test
    void isAskedForLaterAtTheDateTheModelNames() {
        model.answers(503, Map.of("Retry-After", "Wed, 01 Jan 2020 00:00:00 GMT"), "{}");

        assertThatExceptionOfType(TransientFailure.class)
                .isThrownBy(this::analyze)
                .satisfies(e -> assertThat(e.retryAfter()).isZero());
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 408, 409, 429, 500, 502, 503, 529})
    void isAskedForLaterWhenTheFaultIsNotTheCalls(int status) {
        model.answers(status, Map.of(), "{\"error\":{\"message\":\"no\"}}");

        assertThatExceptionOfType(TransientFailure.class)
                .isThrownBy(this::analyze)
                .satisfies(e -> assertThat(e.retryAfter()).isNull());
        assertThat(model.questions()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 422})
    void failsTheCallWhoseRequestIsRefused(int status) {
        model.answers(status, Map.of(), "{\"error\":{\"message\":\"context length exceeded\"}}");

        assertThatExceptionOfType(PermanentFailure.class)
                .isThrownBy(this::analyze)
                .withMessageContaining("generic-c-1")
                .withMessageContaining("context length exceeded");
        assertThat(model.questions()).hasSize(1);
    }

    @Test
    void isAskedForLaterWhenSomethingElseAnswers() {
        model.answers(200, Map.of(), "<html>Log in to the guest network</html>").writes(GOOD);

        assertThatExceptionOfType(TransientFailure.class)
                .isThrownBy(this::analyze)
                .withMessageContaining("is no model");
        assertThat(analyze().engine().name()).isEqualTo("model");
    }

    @Test
    void isAskedForLaterWhenNobodyListens() {
        model.hangUp();

        assertThatExceptionOfType(TransientFailure.class)
                .isThrownBy(this::analyze)
                .withMessageContaining("generic-c-1");
    }

    @Test
    void isNotAskedForWhereNobodySpoke() {
        Analysts.asking(model.client(), folder).analyze(aTranscribedCall("c-2"));
        Analysts.asking(model.client(), folder).analyze(Transcripts.aCallNobodyAnswered("c-3"));

        assertThat(model.questions()).isEmpty();
    }
}
