package io.aftercall.analyze;

import static io.aftercall.analyze.CallAnalysis.Criterion.Verdict.MET;
import static io.aftercall.analyze.CallAnalysis.Criterion.Verdict.MISSED;
import static io.aftercall.analyze.CallAnalysis.Criterion.Verdict.NOT_APPLICABLE;
import static io.aftercall.analyze.CallAnalysis.Criterion.Verdict.NOT_SCORED;
import static io.aftercall.analyze.CallAnalysis.Criterion.Verdict.PARTLY;
import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.analyze.CallAnalysis.Criterion;
import io.aftercall.analyze.CallAnalysis.Criterion.Verdict;
import io.aftercall.analyze.CallAnalysis.Score;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RubricTest {
    private static final Rubric DIALOGUE = ShippedRubrics.dialogue();

    /** Verdicts in the order of the rubric: greeting, rapport, needs, presentation, objections, price, next_step, courtesy. */
    private static Score score(Verdict... verdicts) {
        return scoreOf(20, verdicts);
    }

    private static Score scoreOf(int utterances, Verdict... verdicts) {
        List<Criterion> judged = new ArrayList<>();
        for (int i = 0; i < verdicts.length; i++) {
            Rubric.Criterion c = DIALOGUE.criteria().get(i);
            judged.add(new Criterion(c.id(), c.name().en(), c.weight(), verdicts[i], List.of()));
        }
        return DIALOGUE.score(judged, utterances);
    }

    @Test
    void givesTheWeightedShareOfWhatWasMet() {
        assertThat(score(MET, MET, MISSED, PARTLY, MET, MET, MET, MET))
                .isEqualTo(new Score(73, "B", "Level B", "Good", "#0969da"));
    }

    @Test
    void leavesOutWhatDoesNotApplyOrCouldNotBeProven() {
        assertThat(score(MET, MISSED, NOT_APPLICABLE, NOT_APPLICABLE, MET, NOT_SCORED, NOT_SCORED, MET))
                .isEqualTo(new Score(78, "B", "Level B", "Good", "#0969da"));
    }

    @Test
    void givesNoScoreWhenLessThanHalfOfWhatAppliesCouldBeScored() {
        assertThat(score(MET, MET, NOT_SCORED, NOT_SCORED, NOT_SCORED, MET, MET, MISSED))
                .isNotNull();
        assertThat(score(MET, MET, NOT_SCORED, NOT_SCORED, NOT_SCORED, NOT_SCORED, MET, MISSED))
                .isNull();
    }

    @Test
    void givesNoScoreToAWrongNumberHoweverPolite() {
        Verdict n = NOT_APPLICABLE;

        assertThat(score(MET, n, n, n, n, n, MET, MET)).isNull();
        assertThat(score(MET, MET, n, n, n, n, MET, MET)).isNotNull();
    }

    @Test
    void givesNoScoreToACallOfTwoSentences() {
        assertThat(scoreOf(2, MET, MET, MET, MET, MET, MET, MET, MET)).isNull();
        assertThat(scoreOf(3, MET, MET, MET, MET, MET, MET, MET, MET)).isNotNull();
    }

    @Test
    void givesNoScoreWhenNothingApplies() {
        Verdict n = NOT_APPLICABLE;

        assertThat(score(n, n, n, n, n, n, n, n)).isNull();
    }

    @Test
    void capsACallThatMissesACriticalCriterion() {
        assertThat(score(MET, MET, MET, MET, MET, MET, MET, MISSED))
                .isEqualTo(new Score(40, "C", "Level C", "Fair", "#bf8700"));
    }

    @Test
    void doesNotLiftALowScoreToTheCap() {
        assertThat(score(MISSED, MISSED, MISSED, MISSED, MISSED, MISSED, MET, MISSED))
                .isEqualTo(new Score(10, "D", "Level D", "Poor", "#cf222e"));
    }

    @ParameterizedTest
    @CsvSource({"MET,100,A", "PARTLY,50,C", "MISSED,0,D"})
    void hasALevelForEveryScore(Verdict all, int points, String level) {
        assertThat(score(all, all, all, all, all, all, all, all == MISSED ? NOT_APPLICABLE : all))
                .satisfies(score -> {
                    assertThat(score.points()).isEqualTo(points);
                    assertThat(score.level()).isEqualTo(level);
                });
    }

    @Test
    void changesItsVersionWithItsContent() {
        Rubric lighter = with(DIALOGUE.modes(), DIALOGUE.criteria().subList(1, 8));

        assertThat(DIALOGUE.version())
                .startsWith("dialogue-")
                .isEqualTo(ShippedRubrics.dialogue().version());
        assertThat(lighter.version()).isNotEqualTo(DIALOGUE.version());
        assertThat(with(List.of("talk"), DIALOGUE.criteria()).version()).isEqualTo(DIALOGUE.version());
    }

    private static Rubric with(List<String> modes, List<Rubric.Criterion> criteria) {
        return Rubric.of(DIALOGUE.id(), modes, DIALOGUE.name(), DIALOGUE.least(), criteria, DIALOGUE.levels());
    }
}
