package io.aftercall.analyze.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.analyze.Analyses;
import io.aftercall.analyze.CallAnalysis;
import io.aftercall.analyze.CallAnalysis.Criterion;
import io.aftercall.analyze.CallAnalysis.Criterion.Verdict;
import io.aftercall.analyze.CallAnalysis.Score;
import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallReview;
import io.aftercall.analyze.CallRow;
import io.aftercall.analyze.OwnRubrics;
import io.aftercall.analyze.Rubrics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RubricWordsTest {
    private static final Criterion TROLLEY = new Criterion("trolley", "Trolley", 10, Verdict.MET, List.of());
    private static final Criterion PRICE = new Criterion("price", "Fair price", 10, Verdict.MISSED, List.of());
    private static final Score GOLD = new Score(70, "A", "Gold", "Splendid", "#8a2be2");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "en, Trolley, Fair price, Gold · Splendid",
        "ru, Тележка, Честная цена, Золото · Великолепно",
        "zh, 推车, 公道价, 金牌 · 出色"
    })
    void areThoseOfOnesOwnRubricInTheReadersLanguage(String language, String trolley, String price, String level)
            throws IOException {
        Map<String, Object> page = page(OwnRubrics.shop(folder), language);

        assertThat(names(page)).containsExactly(trolley, price);
        assertThat(page).containsEntry("levelName", level);
        assertThat(page.get("reviews").toString()).contains(price + ": ");
        assertThat(page.get("score").toString()).contains("own=[#8a2be2]", "colour=own");
    }

    @Test
    void areAsTheyWereStoredWhereTheRubricIsNotThereAnyMore() {
        Map<String, Object> page = page(Rubrics.shipped(), "ru");

        assertThat(names(page)).containsExactly("Trolley", "Fair price");
        assertThat(page).containsEntry("levelName", "Gold · Splendid");
    }

    @Test
    void areAsTheyWereStoredWhereTheRubricSaysSomethingElseByNow() throws IOException {
        RubricWords words = RubricWords.of(OwnRubrics.shop(folder), analysis(), "ru");

        assertThat(words.of(new Criterion("price", "Price as it was", 10, Verdict.MET, List.of())))
                .isEqualTo("Price as it was");
        assertThat(words.of(new Score(70, "A", "Level A", "Excellent", "#1a7f37")))
                .isEqualTo("Excellent");
    }

    @Test
    void giveTheCallsOfAListTheirLevelsColour() throws IOException {
        CallRow row = CallRow.of(CallDocument.of(Analyses.judged(analysis())));

        assertThat(RubricWords.colour(OwnRubrics.shop(folder), row)).isEqualTo("#8a2be2");
        assertThat(RubricWords.colour(Rubrics.shipped(), row)).isNull();
    }

    private static CallAnalysis analysis() {
        return Analyses.by("shop-01234567", GOLD, List.of(TROLLEY, PRICE));
    }

    private static Map<String, Object> page(Rubrics rubrics, String language) {
        CallAnalysis analysis = analysis();
        CallReview review = new CallReview(
                "id",
                Analyses.judged(analysis).call().key(),
                CallReview.Kind.OBJECTION,
                "m-1",
                "It was",
                Analyses.AT,
                analysis.input(),
                "shop",
                Map.of("price", Verdict.MISSED),
                Map.of("price", Verdict.MET),
                null,
                null,
                null,
                null,
                null);
        CallDocument document = CallDocument.of(Analyses.judged(analysis)).merge(CallDocument.of(review));
        return new CallPage(document, rubrics, new Wording(Labels.in(language), ZoneOffset.UTC)).context();
    }

    private static List<Object> names(Map<String, Object> page) {
        return ((List<?>) page.get("criteria"))
                .stream().<Object>map(each -> ((Map<?, ?>) each).get("name")).toList();
    }
}
