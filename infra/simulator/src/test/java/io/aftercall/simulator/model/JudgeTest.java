package io.aftercall.simulator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.simulator.calls.CallsFolder;
import io.aftercall.simulator.calls.SampleCall;
import io.aftercall.simulator.calls.Turn;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JudgeTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonNode JUDGEMENT = JSON.readTree("""
            {"summary":"Wants a discount","next_step":{"what":"Send the offer","due_in_hours":4},
             "emotion":{"score":-20,"label":"negative"},"intent":{"score":60},
             "churn":{"score":10,"signals":[{"quote":"we may go elsewhere"}]},
             "objections":[{"kind":"price","quote":"Ninety is a lot"},{"kind":"not_now","quote":"never said"}],
             "tags":["callback_requested"],
             "criteria":{"greeting":{"verdict":"met","quotes":["Good morning, Tara here.","Nothing. How can I help you today? Ninety"]}}}""");

    private final Judge judge = new Judge(new CallsFolder(
            Path.of("."),
            List.of(call(
                    "Good morning, Tara here. How can I help you today?",
                    "Ninety is a lot for us, and we may go elsewhere if it stays that way."))));

    private static SampleCall call(String agent, String customer) {
        List<Turn> turns = List.of(new Turn("agent", 0, 0, 1000, agent), new Turn("customer", 1, 1000, 2000, customer));
        return new SampleCall("a", Path.of("a.wav"), "en", null, "m", false, null, null, null, null, turns, JUDGEMENT);
    }

    private static String prompt(String... speakersAndTexts) {
        StringBuilder prompt = new StringBuilder("Judge this call.\n{\"criterion\":\"greeting\",\"asks\":\"x\"}\n"
                + "{\"criterion\":\"invented\"}\n{not json}\n");
        for (int i = 0; i < speakersAndTexts.length; i += 2) {
            prompt.append(JSON.writeValueAsString(java.util.Map.of(
                            "utterance", "u" + (i / 2 + 1),
                            "speaker", speakersAndTexts[i],
                            "text", speakersAndTexts[i + 1])))
                    .append('\n');
        }
        return prompt.toString();
    }

    @Test
    void answersAKnownCallAsItsScriptSays() {
        JsonNode answer = judge.answer(prompt(
                "agent", "good morning Tara here how can I help you today",
                "customer", "Ninety is a lot for us,",
                "customer", "and we may go elsewhere if it stays that way."));

        assertThat(answer.path("summary").asString()).isEqualTo("Wants a discount");
        assertThat(answer.path("criteria")).isEqualTo(JSON.readTree("""
                [{"id":"greeting","verdict":"met","evidence":[
                   {"utterance":"u1","quote":"good morning Tara here"},
                   {"utterance":"u1","quote":"how can I help you today"}]},
                 {"id":"invented","verdict":"not_applicable","evidence":[]}]"""));
        assertThat(answer.path("churn").path("evidence"))
                .isEqualTo(JSON.readTree("[{\"utterance\":\"u3\",\"quote\":\"we may go elsewhere\"}]"));
        assertThat(answer.path("objections"))
                .isEqualTo(JSON.readTree(
                        "[{\"kind\":\"price\",\"evidence\":{\"utterance\":\"u2\",\"quote\":\"Ninety is a lot\"}}]"));
        assertThat(answer.path("rounds").get(0).path("tags").get(0).asString()).isEqualTo("price");
    }

    @Test
    void showsTheWordsOfACustomerWhomNobodyTellsFromTheSeller() {
        JsonNode answer = judge.answer(prompt(
                "unknown", "Good morning, Tara here. How can I help you today?",
                "unknown", "Ninety is a lot for us, and we may go elsewhere if it stays that way."));

        assertThat(answer.at("/emotion/factors/concerns"))
                .isEqualTo(JSON.readTree("[{\"utterance\":\"u2\",\"quote\":\"Ninety is a lot\"}]"));
    }

    @Test
    void judgesAnUnknownCallByItsWords() {
        JsonNode answer = judge.answer(
                prompt("agent", "您好，我是小林。", "customer", "太贵了，我要退款！", "agent", "我明天再打给您。", "customer", "好吧。"));

        assertThat(answer.path("criteria").get(0).path("verdict").asString()).isEqualTo("met");
        assertThat(answer.path("criteria").get(1).path("verdict").asString()).isEqualTo("not_applicable");
        assertThat(answer.path("objections").get(0).path("kind").asString()).isEqualTo("price");
        assertThat(answer.path("emotion").path("score").asInt()).isNegative();
        assertThat(answer.path("churn").path("evidence").get(0).path("quote").asString())
                .isEqualTo("退款");
        assertThat(answer.path("nextStep").path("what").asString()).contains("明天");
        assertThat(answer.path("rounds")).hasSize(2);
        assertThat(answer.path("rounds").get(1).path("first").asString()).isEqualTo("u3");
    }

    @Test
    void takesNoGreetingForAScriptThatBeginsWithIt() {
        JsonNode answer = judge.answer(prompt("agent", "Good morning!", "customer", "Good morning."));

        assertThat(answer.path("summary").asString()).isEqualTo("Good morning.");
    }

    @Test
    void claimsNothingAboutNothing() {
        JsonNode answer = judge.answer(prompt());

        assertThat(answer.path("criteria").get(0).path("verdict").asString()).isEqualTo("missed");
        assertThat(answer.path("objections")).isEmpty();
        assertThat(answer.path("rounds")).isEmpty();
        assertThat(answer.path("nextStep").isNull()).isTrue();
    }
}
