package io.aftercall.analyze.offline;

import static io.aftercall.transcribe.Transcripts.aTranscriptIn;
import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.analyze.Analysts;
import io.aftercall.analyze.CallAnalysis;
import io.aftercall.analyze.Evidence;
import io.aftercall.analyze.Proposal;
import io.aftercall.analyze.Proposal.Finding;
import io.aftercall.analyze.Proposal.Kind;
import io.aftercall.analyze.Proposal.Objection;
import io.aftercall.analyze.Proposal.Verdict;
import io.aftercall.analyze.Rubric;
import io.aftercall.analyze.ShippedRubrics;
import io.aftercall.ingest.Calls;
import io.aftercall.ingest.MemoryCallFolder;
import io.aftercall.transcribe.Transcript;
import io.aftercall.transcribe.Transcripts;
import io.aftercall.transcribe.Utterance;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OfflineJudgeTest {
    private final OfflineJudge judge = new OfflineJudge();

    private static final Transcript ENGLISH = aTranscriptIn(
            "en",
            "agent: Good morning, my name is Ann Lee, calling from Pinecone.",
            "customer: Hello. I have ten minutes.",
            "agent: How do you keep track of follow-ups today? And which of them get lost?",
            "customer: On paper. It is a problem, honestly.",
            "agent: I understand. With us every promise becomes a task, so that you see what is late.",
            "customer: I like that, but thirty dollars a month is too expensive.",
            "agent: Fair point. Setup is included, and I can give you one month for free.",
            "customer: Sounds good. Send me a quote.",
            "agent: I'll email you the quote tomorrow. Thank you, have a nice day!");

    private static final Transcript RUSSIAN = aTranscriptIn(
            "ru",
            "agent: Добрый день, меня зовут Анна, компания «Сосна».",
            "customer: Я звоню уже третий раз, это безобразие! Верните деньги.",
            "agent: Понимаю, как это неприятно. Что именно случилось?",
            "customer: Всё зависает. Мы уйдём к другой компании.",
            "agent: Приношу извинения. Я перезвоню вам сегодня. Всего доброго.");

    private static final Transcript CHINESE = aTranscriptIn(
            "zh",
            "agent: 您好，我是松果软件的小林。",
            "customer: 你好，你说吧。",
            "agent: 您现在用什么管理客户？一个月有几次撞单？",
            "customer: 表格。一个月七八次，你们多少钱？",
            "agent: 每人每月九十九元，适合您这样的团队。",
            "customer: 有点贵啊，别家才六十。",
            "agent: 我理解。今天下单的话，可以免费送您两个月。",
            "customer: 那就定下来，合同发给我。",
            "agent: 好的，合同明天发给您，谢谢，再见！");

    static Stream<Transcript> transcripts() {
        return Stream.of(ENGLISH, RUSSIAN, CHINESE);
    }

    private Proposal propose(Transcript transcript) {
        return judge.propose(transcript, ShippedRubrics.dialogue(), Calls.aCall("c"), true)
                .proposal();
    }

    private static Map<String, Verdict> verdicts(Proposal proposal) {
        return proposal.criteria().stream().collect(Collectors.toMap(Finding::id, Finding::verdict));
    }

    @Test
    void judgesAnEnglishSale() {
        Proposal proposal = propose(ENGLISH);

        assertThat(verdicts(proposal))
                .containsEntry("greeting", Verdict.MET)
                .containsEntry("rapport", Verdict.MET)
                .containsEntry("needs", Verdict.MET)
                .containsEntry("objections", Verdict.MET)
                .containsEntry("next_step", Verdict.MET)
                .containsEntry("courtesy", Verdict.MET);
        assertThat(proposal.objections())
                .containsExactly(new Objection(
                        new Evidence("u6", "I like that, but thirty dollars a month is too expensive."), Kind.PRICE));
        assertThat(proposal.nextStep()).hasValueSatisfying(step -> {
            assertThat(step.what()).isEqualTo("I'll email you the quote tomorrow.");
            assertThat(step.dueInHours()).isEqualTo(24);
        });
        assertThat(proposal.churn()).isEqualTo(new Proposal.Churn(List.of(), 0));
        assertThat(proposal.intent().score()).isGreaterThan(60);
        assertThat(proposal.tags()).contains("price", "promise");
        assertThat(proposal.rounds()).hasSize(5).first().satisfies(round -> {
            assertThat(round.first()).isEqualTo("u1");
            assertThat(round.last()).isEqualTo("u2");
        });
    }

    @Test
    void hearsAnAngryRussianCustomerLeaving() {
        Proposal proposal = propose(RUSSIAN);

        assertThat(proposal.emotion().score()).isLessThanOrEqualTo(-20);
        assertThat(proposal.churn().score()).isGreaterThanOrEqualTo(70);
        assertThat(proposal.churn().evidence())
                .contains(new Evidence("u2", "Верните деньги."), new Evidence("u4", "Мы уйдём к другой компании."));
        assertThat(proposal.objections())
                .extracting(Objection::kind)
                .containsExactly(Kind.IMMATURE_TECHNOLOGY, Kind.COMPETITOR);
        assertThat(proposal.tags()).contains("complaint", "churn_risk", "promise");
        assertThat(proposal.summary()).contains("конкурент", "Я перезвоню вам сегодня.");
        assertThat(verdicts(proposal)).containsEntry("price", Verdict.NOT_APPLICABLE);
    }

    @Test
    void judgesAChineseSale() {
        Proposal proposal = propose(CHINESE);

        assertThat(verdicts(proposal))
                .containsEntry("greeting", Verdict.MET)
                .containsEntry("needs", Verdict.MET)
                .containsEntry("price", Verdict.MET)
                .containsEntry("next_step", Verdict.MET);
        assertThat(proposal.objections())
                .extracting(Objection::kind)
                .containsExactlyInAnyOrder(Kind.PRICE, Kind.COMPETITOR);
        assertThat(proposal.tags()).contains("won");
        assertThat(proposal.nextStep())
                .hasValueSatisfying(step -> assertThat(step.dueInHours()).isEqualTo(24));
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void quotesOnlyWhatWasSaid(Transcript transcript) {
        Map<String, String> said =
                transcript.utterances().stream().collect(Collectors.toMap(Utterance::id, Utterance::text));
        Proposal proposal = propose(transcript);
        List<Evidence> evidence = Stream.of(
                        proposal.criteria().stream().flatMap(f -> f.evidence().stream()),
                        proposal.churn().evidence().stream(),
                        proposal.intent().evidence().stream(),
                        proposal.emotion().factors().positive().stream(),
                        proposal.emotion().factors().concerns().stream(),
                        proposal.customer().stream().flatMap(c -> c.evidence().stream()),
                        proposal.promises().stream().map(Proposal.Promise::evidence),
                        proposal.objections().stream().map(Objection::evidence))
                .flatMap(part -> part)
                .toList();

        assertThat(evidence).isNotEmpty().allSatisfy(e -> assertThat(said.get(e.utterance()))
                .contains(e.quote()));
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void saysTheSameOfTheSameCall(Transcript transcript) {
        assertThat(new OfflineJudge()
                        .propose(transcript, ShippedRubrics.dialogue(), Calls.aCall("c"), true)
                        .proposal())
                .isEqualTo(propose(transcript));
        assertThat(new OfflineJudge().engine(ShippedRubrics.dialogue()))
                .isEqualTo(judge.engine(ShippedRubrics.dialogue()));
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void saysSomethingInEveryField(Transcript transcript) {
        Proposal proposal = propose(transcript);

        assertThat(proposal.customer()).isPresent();
        assertThat(proposal.emotion().factors()).isNotEqualTo(Proposal.Factors.NONE);
        assertThat(proposal.intent().score()).isBetween(0, 90);
        assertThat(proposal.promises()).isNotEmpty().allMatch(p -> p.hours().isPresent());
        assertThat(proposal.rounds()).isNotEmpty();
        assertThat(proposal.summary()).isNotBlank();
        assertThat(proposal.strengths()).isNotEmpty();
        assertThat(proposal.tags()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void judgesByEveryShippedRubric(Transcript transcript) {
        assertThat(List.of("manager", "client")).allSatisfy(id -> {
            Rubric rubric = ShippedRubrics.ALL.of(id);
            CallAnalysis analysis = Analysts.offline(new MemoryCallFolder(), id)
                    .analyze(Transcripts.aTranscribedCall("c", transcript))
                    .analysis();

            assertThat(analysis.engine().rubric()).isEqualTo(rubric.version());
            assertThat(analysis.criteria()).hasSameSizeAs(rubric.criteria());
            assertThat(analysis.criteria())
                    .anyMatch(c -> c.verdict().scored() && !c.evidence().isEmpty());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"manager", "client", "dialogue"})
    void scoresASaleHighInEveryMode(String mode) {
        CallAnalysis analysis = Analysts.offline(new MemoryCallFolder(), mode)
                .analyze(Transcripts.aTranscribedCall("c", ENGLISH))
                .analysis();

        assertThat(analysis.score().points()).isGreaterThanOrEqualTo(80);
    }

    @Test
    void hearsACustomerWhoIsNotToBeWonOver() {
        CallAnalysis analysis = Analysts.offline(new MemoryCallFolder(), "client")
                .analyze(Transcripts.aTranscribedCall("c", RUSSIAN))
                .analysis();

        assertThat(analysis.criteria()).anySatisfy(c -> {
            assertThat(c.id()).isEqualTo("client_mood");
            assertThat(c.verdict()).isEqualTo(CallAnalysis.Criterion.Verdict.MISSED);
            assertThat(c.evidence()).isNotEmpty();
        });
    }

    @Test
    void recognisesTheLanguageByItsScriptWhereNobodyNamedIt() {
        Proposal proposal = propose(aTranscriptIn(null, "agent: 您好，我是小林。", "customer: 太贵了。"));

        assertThat(proposal.objections()).containsExactly(new Objection(new Evidence("u2", "太贵了。"), Kind.PRICE));
    }

    @Test
    void findsNothingInALanguageItDoesNotKnow() {
        Proposal proposal = propose(aTranscriptIn("fr", "agent: Bonjour.", "customer: C'est trop cher."));

        assertThat(proposal.criteria()).isEmpty();
        assertThat(proposal.emotion()).isNull();
        assertThat(proposal.tags()).containsExactly("language_not_supported");
    }

    @Test
    void doesNotHearWhatIsDenied() {
        Proposal proposal = propose(aTranscriptIn(
                "en",
                "agent: Hello.",
                "customer: It is not too expensive.",
                "agent: Good.",
                "customer: Never cancel it."));

        assertThat(proposal.objections()).isEmpty();
        assertThat(proposal.churn().score()).isZero();
    }

    @Test
    void doesNotBlameTheAgentForAVoicemail() {
        Proposal proposal = propose(aTranscriptIn(
                "en",
                "customer: The person you called is not available, please leave a message after the tone.",
                "agent: Hello, my name is Ann. I'll call you tomorrow. Thank you."));

        assertThat(proposal.tags()).contains("voicemail");
        assertThat(verdicts(proposal))
                .containsEntry("needs", Verdict.NOT_APPLICABLE)
                .containsEntry("greeting", Verdict.MET);
        assertThat(proposal.intent().score()).isZero();
    }

    @Test
    void missesCourtesyWhereTheAgentIsRude() {
        Proposal proposal = propose(aTranscriptIn(
                "ru",
                "agent: Здравствуйте.",
                "customer: Мне это не нравится.",
                "agent: Отстаньте, это ваши проблемы."));

        assertThat(proposal.criteria())
                .contains(new Finding(
                        List.of(new Evidence("u3", "Отстаньте, это ваши проблемы.")), "courtesy", Verdict.MISSED));
    }

    @Test
    void countsADayOfTheWeekFromTheEndOfTheCall() {
        // The call ended on a Monday.
        Proposal proposal = propose(aTranscriptIn(
                "ru", "agent: Здравствуйте.", "customer: Да.", "customer: Давайте.", "agent: Я перезвоню в четверг."));

        assertThat(proposal.nextStep()).hasValue(new Proposal.NextStep(72, "Я перезвоню в четверг."));
    }
}
