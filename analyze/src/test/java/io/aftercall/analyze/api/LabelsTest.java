package io.aftercall.analyze.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelsTest {
    @ParameterizedTest
    @ValueSource(strings = {"zh", "ru"})
    void saysEverythingInEveryLanguage(String language) {
        assertThat(Labels.in(language).texts().keySet())
                .isEqualTo(Labels.in("en").texts().keySet());
        assertThat(Labels.in(language).texts().values()).noneMatch(String::isBlank);
    }
}
