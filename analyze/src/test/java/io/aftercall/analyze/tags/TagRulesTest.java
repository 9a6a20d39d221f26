package io.aftercall.analyze.tags;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.aftercall.transcribe.Transcript;
import io.aftercall.transcribe.Utterance;
import io.aftercall.transcribe.Utterance.Speaker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;

class TagRulesTest {
    private static final TagRules SHIPPED = TagRules.read(new ClassPathResource("tags/default.yaml"));

    @Test
    void givesTheShippedTagsInThreeLanguagesWithTheWordsBehindThem() {
        for (String price : List.of("那这个多少钱？", "А сколько это стоит? Сколько СТОИТ год?", "Well, how much is it?")) {
            List<RuleTag> tags = found(SHIPPED, call("a: hello", "c: " + price, "a: hm"));

            assertThat(tags).extracting(RuleTag::path).contains("sales/interest/asks_price");
            assertThat(tags.getFirst().evidence()).singleElement().satisfies(evidence -> {
                assertThat(evidence.utterance()).isEqualTo("u2");
                assertThat(price).contains(evidence.quote());
            });
        }
    }

    @Test
    void asksWhoSaidIt() {
        assertThat(found(SHIPPED, call("a: You ask how much?", "c: No.", "a: Hm", "c: Hm")))
                .extracting(RuleTag::tag)
                .doesNotContain("asks_price");
        assertThat(found(SHIPPED, call("?: how much is it")))
                .extracting(RuleTag::tag)
                .contains("asks_price");
    }

    @Test
    void asksInWhichPartOfTheCallItWasSaid() {
        TagRules closing = rule("said: { words: [bye], part: closing }");
        TagRules opening = rule("said: { words: [bye], part: opening }");
        TagRules middle = rule("said: { words: [bye], part: middle }");
        Transcript late = call("a: 1", "c: 2", "a: 3", "c: 4", "a: 5", "c: 6", "a: 7", "c: bye");

        assertThat(found(closing, late)).hasSize(1);
        assertThat(found(opening, late)).isEmpty();
        assertThat(found(middle, late)).isEmpty();
        assertThat(found(middle, call("a: 1", "c: 2", "a: bye", "c: 4", "a: 5")))
                .hasSize(1);
        assertThat(found(opening, call("a: bye"))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"2,true", "1,false"})
    void asksHowFarApartTwoThingsWereSaid(int within, boolean holds) {
        TagRules rules = rule(
                "near: { first: { by: agent, words: [contract] }, then: { by: customer, words: [yes] }, within: %d }"
                        .formatted(within));

        List<RuleTag> tags = found(rules, call("c: yes", "a: the contract", "c: hm", "c: yes"));

        assertThat(tags).hasSize(holds ? 1 : 0);
        if (holds) {
            assertThat(tags.getFirst().evidence())
                    .extracting(e -> e.utterance())
                    .containsExactly("u2", "u4");
        }
    }

    @Test
    void countsHowManyConditionsHold() {
        String three = "[ said: { words: [one] }, said: { words: [two] }, said: { patterns: ['thr[e]+'] } ]"
                .replace("said:", "{ said:")
                .replace("] }", "] } }");
        Transcript two = call("a: one", "c: threee");

        assertThat(found(rule("any: " + three), two)).hasSize(1);
        assertThat(found(rule("all: " + three), two)).isEmpty();
        assertThat(found(rule("atLeast: { count: 2, of: " + three + " }"), two)).hasSize(1);
        assertThat(found(rule("atLeast: { count: 3, of: " + three + " }"), two)).isEmpty();
        assertThat(found(rule("all: " + three), call("a: one two", "c: THREE"))
                        .getFirst()
                        .evidence())
                .extracting(e -> e.quote())
                .containsExactly("one two", "THREE");
    }

    @Test
    void measuresSilenceAndTheShareOfTalk() {
        // u1 speaks 0-1 s, u2 2-3 s, u3 4-5 s, u4 6-7 s of 8 s.
        Transcript call = call("a: 1", "a: 2", "a: 3", "c: 4");

        assertThat(found(rule("silence: { over: 49 }"), call)).hasSize(1);
        assertThat(found(rule("silence: { over: 51 }"), call)).isEmpty();
        assertThat(found(rule("talk: { by: agent, over: 74 }"), call)).hasSize(1);
        assertThat(found(rule("talk: { by: agent, over: 75 }"), call)).isEmpty();
        assertThat(found(rule("talk: { by: agent, over: 74 }"), call("a: 1"))).hasSize(1);
    }

    @Test
    void sharesWordsWhereTimesAreNotKnown() {
        Transcript text = new Transcript(
                "en",
                0,
                0,
                List.of(
                        new Utterance("u1", Speaker.AGENT, 0, 0, "one two three"),
                        new Utterance("u2", Speaker.CUSTOMER, 0, 0, "four")),
                "text",
                "x",
                Instant.EPOCH);

        assertThat(found(rule("talk: { by: agent, over: 74 }"), text)).hasSize(1);
        assertThat(found(rule("silence: { over: 0 }"), text)).isEmpty();
    }

    @Test
    void hasAVersionThatFollowsTheRules() {
        assertThat(rule("silence: { over: 1 }").version())
                .isEqualTo(rule("silence: { over: 1 }").version())
                .isNotEqualTo(rule("silence: { over: 2 }").version());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    said: { by: agent }                          | said has neither words nor patterns
                    said: { words: ['...'] }                     | has no words
                    said: { patterns: ['('] }                    | said.patterns has one that cannot be: Unclosed group
                    said: { patterns: ['a*'] }                   | said.patterns has one that even nothing fits
                    said: { words: [a], by: boss }               | by must be one of agent, customer
                    silence: { over: 100 }                       | silence.over must be a percentage
                    talk: { over: 50 }                           | talk.by is missing
                    any: []                                      | when is empty
                    atLeast: { count: 2, of: [{ silence: { over: 1 } }] } | atLeast.count must be 1 to 1
                    near: { first: { words: [a] }, within: 1 }   | near.then is missing
                    near: { first: { words: [a] }, then: { words: [b] }, within: -1 } | near.within must be 0 to 1000
                    silence: { over: 1 }, talk: { by: agent, over: 1 } | must be exactly one of
                    whispered: { over: 1 }                       | whispered
                    """)
    void refusesWhatCouldNotWorkNamingTheKey(String when, String fact) {
        assertThatThrownBy(() -> rule(when))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(fact);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "scenes: [a: b: c", "scenes: [", "- a"})
    void refusesWhatIsNoFileOfRulesNamingIt(String yaml) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessageContaining("rules.yaml]: line 1: ")
                .hasMessageNotContainingAny("io.aftercall", "java.", "SnakeYAML");
    }

    @Test
    void refusesTwoOfTheSameId() {
        String twice = yaml("silence: { over: 1 }")
                + "          - { id: t, name: { zh: 一, ru: б, en: a }, when: { silence: { over: 1 } } }\n";

        assertThatThrownBy(() -> read(twice)).hasMessageContaining("scenes[0].groups[0].tags[1].id 't' is there twice");
    }

    @Test
    void refusesATagOfTwoGroupsThatHasAnotherNameInOne() {
        String elsewhere = yaml("silence: { over: 1 }") + """
                      - id: h
                        name: { zh: 一, ru: б, en: a }
                        tags:
                          - { id: t, name: { zh: 一, ru: б, en: %s }, when: { silence: { over: 2 } } }
                """;

        assertThat(read(elsewhere.formatted("a")).listed()).hasSize(2);
        assertThatThrownBy(() -> read(elsewhere.formatted("b")))
                .hasMessageContaining("line 12: scenes[0].groups[1].tags[0].name is another than that of 't' before");
    }

    @Test
    void givesUpAPatternThatTakesTooLongAndTagsByTheOthers() {
        TagRules rules = read(yaml("said: { patterns: ['(.*)*(.*)*(.*)*(.*)*never said'] }")
                + "          - { id: fast, name: { zh: 一, ru: б, en: a }, when: { said: { patterns: ['a+!'] } } }\n");
        List<String> givenUp = new ArrayList<>();

        List<RuleTag> tags = rules.of(call("a: " + "a".repeat(1500) + "!"), givenUp::add);

        assertThat(tags).extracting(RuleTag::tag).containsExactly("fast");
        assertThat(givenUp).hasSize(1).first().asString().endsWith("/t");
    }

    /** None of these rules is given up. */
    private static List<RuleTag> found(TagRules rules, Transcript transcript) {
        return rules.of(transcript, path -> fail("given up: " + path));
    }

    private static TagRules rule(String when) {
        return read(yaml(when));
    }

    private static TagRules read(String yaml) {
        return TagRules.read(new ByteArrayResource(yaml.getBytes(UTF_8), "rules.yaml"));
    }

    private static String yaml(String when) {
        return """
                scenes:
                  - id: s
                    name: { zh: 一, ru: б, en: a }
                    groups:
                      - id: g
                        name: { zh: 一, ru: б, en: a }
                        tags:
                          - { id: t, name: { zh: 一, ru: б, en: a }, when: { %s } }
                """.formatted(when);
    }

    /** Utterances of a second each, a second apart; {@code a:} the agent, {@code c:} the customer. */
    private static Transcript call(String... said) {
        List<Utterance> utterances = new ArrayList<>();
        for (String each : said) {
            Speaker speaker =
                    switch (each.charAt(0)) {
                        case 'a' -> Speaker.AGENT;
                        case 'c' -> Speaker.CUSTOMER;
                        default -> Speaker.UNKNOWN;
                    };
            long start = 2_000L * utterances.size();
            utterances.add(new Utterance(
                    "u" + (utterances.size() + 1),
                    speaker,
                    start,
                    start + 1_000,
                    each.substring(2).strip()));
        }
        long length = 2_000L * utterances.size();
        return new Transcript("en", length, length / 2, utterances, "m", "x", Instant.EPOCH);
    }
}
