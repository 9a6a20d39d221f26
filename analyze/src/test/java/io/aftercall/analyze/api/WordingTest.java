package io.aftercall.analyze.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    en | speech model h is away since 2026-11-23T12:38:15Z | speech model h, away since
                    ru | speech model h is away since 2026-11-23T12:38:15Z | речевая модель h – нет ответа с 23
                    zh | speech model h is away since 2026-11-23T12:38:15Z | 语音模型 h自2026年11月23日 20:38起没有响应
                    ru | index h is asked whether it is back               | индекс h – проверяется, есть ли ответ
                    ru | disk of h                                         | диск h
                    ru | something is away since noon                      | something is away since noon
                    """)
    void saysWhatIsWaitedForInTheReadersLanguage(String language, String waitingFor, String said) {
        assertThat(new Wording(Labels.of(language), ZoneId.of("Asia/Shanghai")).dependency(waitingFor))
                .startsWith(said);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    en | speech model h is away since 2026-11-23T12:38:15Z | Waiting for speech model h, away since
                    ru | call a-1 was answered, but no notification has named a recording | Ожидание: на звонок ответили
                    zh | recording of call a-1: HTTP 404 from http://h/r | 正在等待：暂时无法获取录音（HTTP 404 from http://h/r）
                    en | something else | Waiting: something else
                    """)
    void saysThatACallWaits(String language, String waitingFor, String said) {
        assertThat(new Wording(Labels.of(language), ZoneId.of("Asia/Shanghai")).waiting(waitingFor))
                .startsWith(said);
    }
}
