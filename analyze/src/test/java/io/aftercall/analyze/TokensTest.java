package io.aftercall.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensTest {
    @ParameterizedTest
    @CsvSource({"a, 400, 100", "ж, 250, 100", "价, 100, 100"})
    void areAsManyAsTheScriptTakes(String letter, int letters, int tokens) {
        assertThat(Tokens.in(letter.repeat(letters))).isEqualTo(tokens);
    }
}
