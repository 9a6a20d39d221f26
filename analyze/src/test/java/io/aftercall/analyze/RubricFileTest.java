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
            least: { share: 40, utterances: 3 }
            criteria:
              - id: greeting
                weight: 10
                name: { zh: 开场白, ru: Приветствие, en: Greeting }
                met: { zh: 问好, ru: Здоровается, en: Says hello }
              - id: courtesy
                weight: 5
                cap: 40
                name: { zh: 礼貌, ru: Вежливость, en: Courtesy }
                met: { zh: 礼貌, ru: Вежлив, en: Is polite }
            levels:
              - { level: A, from: 50, name: { zh: 优秀, ru: Отлично, en: Good } }
              - { level: B, from: 0, name: { zh: 较差, ru: Слабо, en: Poor } }
            """;

    private static Rubric read(String yaml) {
        return new RubricFile(new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)) {
                    @Override
                    public String getFilename() {
                        return "short.yaml";
                    }
                })
                .read();
    }

    @Test
    void readsWhatASalesManagerWrote() {
        Rubric rubric = read(GOOD);

        assertThat(rubric.criteria()).extracting(Rubric.Criterion::id).containsExactly("greeting", "courtesy");
        assertThat(rubric.criteria().getLast().cap()).isEqualTo(40);
        assertThat(rubric.criteria().getFirst().met().in("ru")).isEqualTo("Здоровается");
        assertThat(rubric.criteria().getFirst().met().in("fr")).isEqualTo("Says hello");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        weight: 10             | weight: 0            | criteria[0].weight must be above 0
        weight: 10             | weight: much         | criteria[0].weight Cannot deserialize value of type `double`
        '    weight: 10'       | ''                   | criteria[0].weight is missing
        cap: 40                | kap: 40              | criteria[1].kap Unrecognized property
        id: courtesy           | id: greeting         | criteria[1].id 'greeting' is there twice
        id: courtesy           | id:                  | criteria[1].id is missing
        cap: 40                | cap: 140             | criteria[1].cap must be 0 to 100
        en: Is polite          | en: ''               | criteria[1].met.en is missing
        'ru: Вежлив, '         | ''                   | criteria[1].met.ru is missing
        share: 40              | share: 140           | least.share must be 0 to 100
        utterances: 3          | utterances: -1       | least.utterances must not be negative
        'least: '              | 'atLeast: '          | atLeast Unrecognized property
        from: 50               | from: 101            | levels[0].from must be 0 to 100
        from: 0                | from: 50             | levels[1].from must be 0 to 49
        from: 0                | from: 10             | levels[1].from must be 0, so that every score has a level
        level: B,              | ''                   | levels[1].level is missing
        criteria:              | others:              | others Unrecognized property
        weight: 5              | 'weight: 5\n    weight: 6' | Duplicate
        """)
    void refusesWhatCouldNotScoreACallNamingFileAndKey(String good, String bad, String complaint) {
        assertThat(GOOD).contains(good);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(GOOD.replace(good, bad.replace("\\n", "\n"))))
                .withMessageStartingWith("short.yaml: ")
                .withMessageContaining(complaint);
    }

    @Test
    void refusesARubricWithoutCriteria() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("id: empty\nleast: { share: 0, utterances: 0 }\ncriteria: []\nlevels: []"))
                .withMessage("short.yaml: criteria is empty");
    }
}
