package io.aftercall.transcribe.speech;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTest {
    @ParameterizedTest
    @CsvSource({
        "english,en",
        "Russian,ru",
        "chinese,zh",
        "cantonese,zh",
        "german,de",
        "en,en",
        "zh-CN,zh",
        "haitian creole,ht"
    })
    void namesALanguageByItsCode(String named, String code) {
        assertThat(Language.code(named)).isEqualTo(code);
    }

    @Test
    void hasNoCodeForWhatItDoesNotKnow() {
        assertThat(Language.code("klingon")).isNull();
        assertThat(Language.code(null)).isNull();
    }
}
