package io.aftercall.analyze.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.analyze.JudgedCalls;
import io.aftercall.analyze.MemoryCallIndex;
import io.aftercall.analyze.tags.TagRules;
import io.aftercall.ingest.Calls;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ByteArrayResource;

class RulesTrialTest {
    private final MemoryCallIndex index = new MemoryCallIndex();

    @Test
    void listsTagsThatNoCallHasToo() {
        index.merge(List.of(JudgedCalls.of("ru-won-01").document()));

        RulesTrial trial = RulesTrial.of(rules("words: [unheard of]"), index, 10);

        assertThat(trial.tags()).containsExactly(new RulesTrial.Count("sales/mine/tag", 0, 0));
        assertThat(trial.calls()).isEqualTo(1);
        assertThat(trial.givenUp()).isEmpty();
    }

    @Test
    void saysWhichRuleTakesTooLongOnWhichCall() {
        index.merge(List.of(JudgedCalls.of("en-won-01", "long", Calls.ENDED).document()));

        RulesTrial trial = RulesTrial.of(rules("patterns: ['(.*)*(.*)*(.*)*(.*)*never said']"), index, 10);

        assertThat(trial.givenUp()).containsExactly(new RulesTrial.GivenUp("generic-long", "sales/mine/tag"));
        assertThat(trial.tags()).containsExactly(new RulesTrial.Count("sales/mine/tag", 0, 0));
    }

    private static TagRules rules(String said) {
        String yaml = """
                scenes:
                  - id: sales
                    name: { zh: s, ru: s, en: s }
                    groups:
                      - id: mine
                        name: { zh: g, ru: g, en: g }
                        tags:
                          - id: tag
                            name: { zh: t, ru: t, en: t }
                            when: { said: { %s } }
                """.formatted(said);
        return TagRules.read(new ByteArrayResource(yaml.getBytes(UTF_8), "rules.yaml"));
    }
}
