package io.aftercall.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldedTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Well, it's TOO expensive!       | it’s too expensive
        Ещё раз: дорого.                | еще раз дорого
        价格：９９块，太贵了！             | 99块太贵了
        a   follow-up\tcall             | follow up call
        Ｆｕｌｌ width                   | full width
        Сколько это стоит?              | сколько
        """)
    void findsWordsWhateverTheirPunctuationCaseAndWidth(String said, String quote) {
        assertThat(Folded.of(said).contains(Folded.of(quote))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        It is a party                   | art
        I cannot do that                | I can
        Я не куплю                      | Я не куп
        Price is 500                    | price is 50
        It is not expensive             | it is expensive
        太贵了                           | 贵太了
        Хорошо                          | плохо
        """)
    void doesNotFindWhatWasNotSaid(String said, String quote) {
        assertThat(Folded.of(said).contains(Folded.of(quote))).isFalse();
    }

    @Test
    void findsNothingNowhere() {
        assertThat(Folded.of("anything").contains(Folded.of(" …!? "))).isFalse();
        assertThat(Folded.of("").contains(Folded.of(""))).isFalse();
    }
}
