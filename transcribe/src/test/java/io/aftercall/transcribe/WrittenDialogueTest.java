package io.aftercall.transcribe;

import static io.aftercall.transcribe.Utterance.Speaker.AGENT;
import static io.aftercall.transcribe.Utterance.Speaker.CUSTOMER;
import static io.aftercall.transcribe.Utterance.Speaker.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.List;
import org.assertj.core.api.AbstractListAssert;
import org.assertj.core.api.ObjectAssert;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenDialogueTest {
    @Test
    void readsNamesOneAfterTheOther() {
        said("Клиент: Привет! Менеджер: Добрый день!")
                .containsExactly(tuple("u1", CUSTOMER, "Привет!"), tuple("u2", AGENT, "Добрый день!"));
    }

    @Test
    void readsNamesAtTheStartOfLinesInAnyCase() {
        said("""
                agent: Good morning.
                How are you?

                CUSTOMER : Fine, and you?
                - Sales： Fine too.
                """)
                .containsExactly(
                        tuple("u1", AGENT, "Good morning.\nHow are you?"),
                        tuple("u2", CUSTOMER, "Fine, and you?"),
                        tuple("u3", AGENT, "Fine too."));
    }

    @Test
    void readsChineseNamesWithoutSpaces() {
        said("客户：你好。销售：您好，我是小王！坐席:请讲。客服：好的")
                .containsExactly(
                        tuple("u1", CUSTOMER, "你好。"),
                        tuple("u2", AGENT, "您好，我是小王！"),
                        tuple("u3", AGENT, "请讲。"),
                        tuple("u4", AGENT, "好的"));
    }

    @Test
    void takesANameWithinASentenceForAPartOfIt() {
        said("Клиент: мне сказал ваш менеджер: приезжайте. Manager: I told our client: call me.")
                .containsExactly(
                        tuple("u1", CUSTOMER, "мне сказал ваш менеджер: приезжайте."),
                        tuple("u2", AGENT, "I told our client: call me."));
    }

    @Test
    void takesWhatIsSaidBeforeAnyNameAsAnybodys() {
        said("Звонок 12 мая.\nКлиент: Да?")
                .containsExactly(tuple("u1", UNKNOWN, "Звонок 12 мая."), tuple("u2", CUSTOMER, "Да?"));
    }

    @Test
    void takesEveryLineAsAnUtteranceWhereNobodyIsNamed() {
        said("- Добрый день!\n\n— Здравствуйте.\nСколько стоит?")
                .containsExactly(
                        tuple("u1", UNKNOWN, "Добрый день!"),
                        tuple("u2", UNKNOWN, "Здравствуйте."),
                        tuple("u3", UNKNOWN, "Сколько стоит?"));
    }

    @Test
    void hearsNothingWhereNothingIsSaid() {
        assertThat(WrittenDialogue.transcript("Клиент:   Менеджер:\n\n", "i", Instant.EPOCH)
                        .hasSpeech())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "— —", "客户：", "*", "..."})
    void takesAMessageOfNothingButMarksAsWhatItIs(String text) {
        assertThat(WrittenDialogue.message(text, "i", Instant.EPOCH).utterances())
                .extracting(Utterance::id, Utterance::speaker, Utterance::text)
                .containsExactly(tuple("u1", UNKNOWN, text));
    }

    @Test
    void takesAnyOtherMessageAsADialogue() {
        assertThat(WrittenDialogue.message("Клиент: Да?", "i", Instant.EPOCH))
                .isEqualTo(WrittenDialogue.transcript("Клиент: Да?", "i", Instant.EPOCH));
    }

    @ParameterizedTest
    @CsvSource({
        "Клиент: Привет! Менеджер: Добрый день!, ru",
        "客户：你好。销售：您好, zh",
        "客户：我们用 Salesforce CRM 系统。, zh",
        "'Agent: Good morning, this is Anna. Customer: Hello!', en",
        "Клиент: у вас есть iPhone Pro Max?, ru",
        "'Agent: Guten Morgen, hier spricht Anna. Wie kann ich helfen?', und",
        "Менеджер: Доброго дня! Чим можу допомогти? Їх немає., und",
        "お電話ありがとうございます。担当の田中です。, und",
        "مرحبا كيف يمكنني مساعدتك, und",
        "👋😀🎉, und",
        "12345, und",
    })
    void knowsTheLanguagesOfTheLineAndNoOther(String text, String language) {
        assertThat(WrittenDialogue.transcript(text, "i", Instant.EPOCH).language())
                .isEqualTo(language);
    }

    private static AbstractListAssert<?, List<? extends Tuple>, Tuple, ObjectAssert<Tuple>> said(String text) {
        return assertThat(WrittenDialogue.transcript(text, "i", Instant.EPOCH).utterances())
                .extracting(Utterance::id, Utterance::speaker, Utterance::text);
    }
}
