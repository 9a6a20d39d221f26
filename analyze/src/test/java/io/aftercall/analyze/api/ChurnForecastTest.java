package io.aftercall.analyze.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.analyze.Analyses;
import io.aftercall.analyze.CallAnalysis;
import io.aftercall.analyze.CallAnalysis.ChurnRisk;
import io.aftercall.analyze.CallAnalysis.Emotion;
import io.aftercall.analyze.CallAnalysis.Objection;
import io.aftercall.analyze.CallAnalysis.Sentiment;
import io.aftercall.analyze.Evidence;
import io.aftercall.analyze.api.ChurnForecast.Factor;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChurnForecastTest {
    private static final List<Double> SLOWER = List.of(2.0, 4.5, 8.0, 12.0);

    @Test
    void seesInTheDocumentsExampleWhatTheDocumentSees() {
        ChurnForecast forecast = ChurnForecast.of(List.of(heard(0, 0)), 15L, SLOWER);

        ChurnAnswer answer = ChurnAnswer.of(1, 100, forecast, Labels.in("zh"));

        assertThat(forecast.score()).isEqualTo(43.0);
        assertThat(answer.churnRisk()).isEqualTo("medium");
        assertThat(answer.riskFactors())
                .containsExactly(
                        new ChurnAnswer.RiskFactor("回复时间逐渐变长", "high", "客户回复时间从2小时增加到12小时"),
                        new ChurnAnswer.RiskFactor("沟通频率降低", "medium", "距离上次联系已15天"));
        assertThat(answer.retentionStrategies()).contains("主动联系客户，了解是否有新的疑虑");
        assertThat(answer.analysisSummary()).startsWith("客户流失风险中等，建议及时跟进。");
    }

    @Test
    void isNothingWithoutEvidence() {
        ChurnForecast forecast = ChurnForecast.of(List.of(heard(0, 0), heard(40, 0)), 6L, List.of(3.0));

        assertThat(forecast.score()).isZero();
        assertThat(forecast.factors()).isEmpty();
        assertThat(ChurnForecast.of(List.of(), null, List.of()).risk()).isEqualTo("low");
    }

    @Test
    void goesByTheCustomersWordsAndLessByThoseOfLongAgo() {
        assertThat(kinds(ChurnForecast.of(List.of(heard(0, 90), heard(0, 0)), null, List.of())))
                .containsExactly("said");
        assertThat(ChurnForecast.of(List.of(heard(0, 90), heard(0, 20)), null, List.of())
                        .score())
                .isEqualTo(54.0);
        assertThat(ChurnForecast.of(List.of(heard(0, 90), heard(0, 0), heard(0, 0), heard(0, 0)), null, List.of())
                        .score())
                .isEqualTo(27.0);
    }

    @Test
    void quotesTheCustomer() {
        ChurnForecast forecast = ChurnForecast.of(List.of(heard(0, 80)), null, List.of());

        assertThat(forecast.factors().getFirst().description(Labels.in("en")))
                .isEqualTo("The customer said: \"we are leaving\"");
    }

    @Test
    void seesTheMoodFallAndThatItIsBad() {
        assertThat(kinds(ChurnForecast.of(List.of(heard(60, 0), heard(50, 0), heard(-10, 0)), null, List.of())))
                .containsExactly("mood");
        assertThat(kinds(ChurnForecast.of(List.of(heard(-50, 0), heard(-50, 0)), null, List.of())))
                .containsExactly("bad");
        assertThat(kinds(ChurnForecast.of(List.of(heard(-50, 0), heard(60, 0)), null, List.of())))
                .isEmpty();
    }

    @Test
    void countsKindsOfObjections() {
        assertThat(kinds(ChurnForecast.of(List.of(heard(0, 0, "price"), heard(0, 0, "price")), null, List.of())))
                .isEmpty();
        Factor factor = ChurnForecast.of(List.of(heard(0, 0, "price"), heard(0, 0, "not_now")), null, List.of())
                .factors()
                .getFirst();
        assertThat(factor.points()).isEqualTo(10);
        assertThat(factor.description(Labels.in("zh"))).isEqualTo("客户提出了多种异议：价格、暂不考虑");
    }

    @ParameterizedTest
    @CsvSource({
        "7,    , 10",
        "15,   , 18",
        "9999, , 25",
        ",  2 12,  25",
        ",  2 4,   10",
        ",  2 2.5, 0",
        ",  0.1 0.9, 0",
        ",  0 4,   25",
        ",  12 2,  0",
    })
    void countsSilenceAndSlowness(@Nullable Long days, @Nullable String answers, double points) {
        List<Double> hours = answers == null
                ? List.of()
                : Stream.of(answers.split(" ", -1)).map(Double::valueOf).toList();

        assertThat(ChurnForecast.of(List.of(), days, hours).score()).isEqualTo(points);
    }

    @Test
    void isNeverMoreThanAHundred() {
        ChurnForecast worst = ChurnForecast.of(
                List.of(
                        heard(100, 0, "price"),
                        heard(100, 0, "not_now", "no_budget"),
                        heard(-100, 0, "other"),
                        heard(-100, 100)),
                100L,
                SLOWER);

        assertThat(worst.score()).isEqualTo(100.0);
        assertThat(worst.risk()).isEqualTo("high");
        assertThat(worst.factors()).extracting(Factor::weight).containsExactly("high", "high", "high", "high", "high");
        Labels.LANGUAGES.forEach(language -> assertThat(
                        ChurnAnswer.of(1, 2, worst, Labels.in(language)).riskFactors())
                .noneMatch(factor -> factor.description().contains("%")));
    }

    private static List<String> kinds(ChurnForecast forecast) {
        return forecast.factors().stream().map(Factor::kind).toList();
    }

    private static CallAnalysis heard(int mood, int churn, String... objections) {
        Evidence words = new Evidence("u1", "we are leaving");
        return new CallAnalysis(
                CallAnalysis.Outcome.JUDGED,
                null,
                List.of(),
                new Emotion(mood, Sentiment.of(mood), List.of(words), List.of(words), List.of()),
                null,
                new ChurnRisk(churn, ChurnRisk.levelOf(churn), churn == 0 ? List.of() : List.of(words)),
                null,
                Stream.of(objections).map(kind -> new Objection(kind, words)).toList(),
                List.of(),
                List.of(),
                List.of(),
                null,
                List.of(),
                List.of(),
                null,
                CallAnalysis.Requests.NONE,
                Analyses.ENGINE,
                "0",
                Analyses.AT);
    }
}
