package io.aftercall.analyze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.ByteArrayResource;

class RubricFileTest {
    private static final String GOOD = """
            id: short
            modes: [Short+]
            name: { zh: 短, ru: Кратко, en: Short }
            least: { share: 40, utterances: 3 }
            criteria:
              - id: greeting
                weight: 10
                evidence: agent
                name: { zh: 开场白, ru: Приветствие, en: Greeting }
                met: { zh: 问好, ru: Здоровается, en: Says hello }
              - id: courtesy
                weight: 5
                evidence: any
                critical: 40
                name: { zh: 礼貌, ru: Вежливость, en: Courtesy }
                met: { zh: 礼貌, ru: Вежлив, en: Is polite }
            levels:
              - { level: A, name: { zh: 优秀, ru: Отлично, en: Good }, alias: { zh: 优秀, ru: Отлично, en: Good }, colour: "#00aa00", min: 50, max: 100 }
              - { level: B, name: { zh: 较差, ru: Слабо, en: Poor }, alias: { zh: 较差, ru: Слабо, en: Poor }, colour: "#00aa00", min: 0, max: 49 }
            """;

    private static Rubric read(String yaml) {
        return new RubricFile(new YamlFile(new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)) {
                    @Override
                    public String getFilename() {
                        return "short.yaml";
                    }
                }))
                .read();
    }

    @Test
    void readsWhatASalesManagerWrote() {
        Rubric rubric = read(GOOD);

        assertThat(rubric.criteria()).extracting(Rubric.Criterion::id).containsExactly("greeting", "courtesy");
        assertThat(rubric.criteria().getLast().critical()).isEqualTo(40);
        assertThat(rubric.criteria().getFirst().met().in("ru")).isEqualTo("Здоровается");
        assertThat(rubric.criteria().getFirst().met().in("fr")).isEqualTo("Says hello");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        weight: 10             | weight: 0            | line 7: criteria[0].weight must be above 0
        weight: 10             | weight: much         | criteria[0].weight must be a number, not 'much'
        '    weight: 10'       | ''                   | criteria[0].weight is missing
        critical: 40           | kritical: 40         | criteria[1].kritical Unrecognized property
        id: courtesy           | id: greeting         | criteria[1].id 'greeting' is there twice
        id: courtesy           | id:                  | criteria[1].id is missing
        critical: 40           | critical: 140        | criteria[1].critical must be 0 to 100
        en: Is polite          | en: ''               | criteria[1].met.en is missing
        'ru: Вежлив, '         | ''                   | criteria[1].met.ru is missing
        share: 40              | share: 140           | least.share must be 0 to 100
        utterances: 3          | utterances: -1       | least.utterances must not be negative
        'least: '              | 'atLeast: '          | atLeast Unrecognized property
        max: 100               | max: 90              | line 18: levels[0].max must be 100
        max: 49                | max: 48              | line 19: levels[1].max must be 49: levels go down from 100 without gap
        max: 49                | max: 50              | line 19: levels[1].max must be 49: levels go down from 100 without gap
        min: 0                 | min: 50              | levels[1].min must be 0 to 49
        min: 0                 | min: 10              | levels[1].min must be 0, so that every score has a level
        level: B,              | ''                   | line 19: levels[1].level is missing
        level: B               | level: A             | line 19: levels[1].level 'A' is there twice
        level: B               | level: E             | levels[1].level must be A to D
        '#00aa00'              | green                | levels[0].colour must be like
        evidence: any          | evidence: nobody     | line 13: criteria[1].evidence
        evidence: any          | ''                   | criteria[1].evidence is missing
        modes: [Short+]        | modes: ['']          | line 2: modes[0] is missing
        id: greeting           | id: 问好             | criteria[0].id '问好' may have only
        criteria:              | others:              | others Unrecognized property
        weight: 5              | 'weight: 5\n    weight: 6' | line 13: criteria[1] Duplicate
        'Приветствие, en: Greeting }' | 'Приветствие' | line 10: criteria[0].name while parsing a flow mapping, expected
        id: greeting           | 'id: greeting\n\tkey: 1'   | line 7: criteria[0] while scanning for the next token, found
        evidence: agent        | 'evidence: @agent'   | line 8: criteria[0] while scanning for the next token, found
        id: short              | 'id: a: b'           | line 1: mapping values are not allowed here
        """)
    void refusesWhatCouldNotScoreACallNamingFileAndKey(String good, String bad, String complaint) {
        assertThat(GOOD).contains(good);

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> read(GOOD.replace(good, bad.replace("\\n", "\n").replace("\\t", "\t"))))
                .withMessageStartingWith("short.yaml: ")
                .withMessageContaining(complaint);
    }

    @Test
    void refusesARubricWithoutCriteria() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> read(
                                "id: empty\nname: { zh: a, ru: b, en: c }\nleast: { share: 0, utterances: 0 }\ncriteria: []\nlevels: []"))
                .withMessage("short.yaml: line 4: criteria is empty");
    }
}
