package io.aftercall.analyze.offline;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aftercall.analyze.CallAnalysis.Engine;
import io.aftercall.analyze.CallAnalysis.Requests;
import io.aftercall.analyze.Judge;
import io.aftercall.analyze.Phrase;
import io.aftercall.analyze.Proposal;
import io.aftercall.analyze.Proposal.Finding;
import io.aftercall.analyze.Proposal.Verdict;
import io.aftercall.analyze.Rubric;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.ContentHash;
import io.aftercall.transcribe.Transcript;
import io.aftercall.transcribe.Utterance.Speaker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Judges by lexicons and rules, in Chinese, Russian and English; asks nobody, and says the same of the same call every time.
 * It knows words, not meaning: what it cannot tell it leaves open. In other languages it finds nothing at all.
 */
public final class OfflineJudge implements Judge {
    private static final int LOWEST_CHURN_RISK_TO_TAG = 40;
    private static final int INTENT_OF_ANY_CALL = 30;
    /** Words alone make nobody surer than this. */
    private static final int MOST_CERTAIN = 90;

    private static final int MOST_ADVICE = 5;
    /** Of a call in a language it does not know. */
    private static final Proposal NOTHING = new Proposal(
            List.of(),
            null,
            Optional.empty(),
            null,
            null,
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            "",
            List.of(),
            List.of(),
            List.of("language_not_supported"));

    private final Map<String, Lexicon> lexicons = new TreeMap<>();
    private final String version;

    public OfflineJudge() {
        List.of("en", "ru", "zh").forEach(language -> lexicons.put(language, Lexicon.of(language)));
        version = "lexicons-1-"
                + ContentHash.shortOf(new String(CallJson.write(lexicons), UTF_8))
                        .substring(0, 8);
    }

    @Override
    public Engine engine(Rubric rubric) {
        return new Engine("offline", null, version, rubric.version());
    }

    @Override
    public Found propose(Transcript transcript, Rubric rubric, Call call, boolean askedBefore) {
        String language = language(transcript);
        Lexicon lexicon = lexicons.get(language);
        Proposal proposal = lexicon == null ? NOTHING : proposal(Talk.of(transcript, lexicon), language, rubric, call);
        return new Found(proposal, Requests.NONE);
    }

    private static Proposal proposal(Talk talk, String language, Rubric rubric, Call call) {
        Findings findings = new Findings(talk);
        List<Finding> criteria =
                rubric.criteria().stream().flatMap(c -> findings.on(c).stream()).toList();
        Proposal.Churn churn = churn(talk);
        Promises promises = Promises.in(talk);
        Instant ended = call.timing().end();
        Optional<Proposal.NextStep> nextStep = promises.nextStep(ended);
        return new Proposal(
                criteria,
                churn,
                talk.customer(),
                emotion(talk),
                intent(talk),
                nextStep,
                talk.doubts().stream().map(Talk.Doubt::objection).toList(),
                promises.each(ended),
                rounds(talk),
                summary(talk, churn, nextStep),
                advice(rubric, criteria, Verdict.MET, language),
                advice(rubric, criteria, Verdict.MISSED, language),
                tags(talk, churn, nextStep));
    }

    private static List<String> tags(Talk talk, Proposal.Churn churn, Optional<Proposal.NextStep> nextStep) {
        return Stream.of(
                        talk.tags().stream(),
                        churn.score() >= LOWEST_CHURN_RISK_TO_TAG ? Stream.of("churn_risk") : Stream.<String>of(),
                        nextStep.stream().map(step -> "promise"))
                .flatMap(tags -> tags)
                .toList();
    }

    /** What the rubric says of the criteria with this verdict. */
    private static List<String> advice(Rubric rubric, List<Finding> found, Verdict verdict, String language) {
        List<String> ids = found.stream()
                .filter(f -> f.verdict() == verdict)
                .map(Finding::id)
                .toList();
        return rubric.criteria().stream()
                .filter(c -> ids.contains(c.id()))
                .map(c -> c.name().in(language) + ": " + c.met().in(language))
                .limit(MOST_ADVICE)
                .toList();
    }

    private static Proposal.Emotion emotion(Talk talk) {
        return new Proposal.Emotion(
                new Proposal.Factors(
                        talk.evidence(talk.lexicon().mood(), grade -> grade < 0),
                        talk.evidence(talk.lexicon().mood(), grade -> grade > 0),
                        talk.customerSaying(talk.lexicon().urgency())),
                talk.mood());
    }

    private static Proposal.Intent intent(Talk talk) {
        int points = talk.lexicon().points(talk.lexicon().intent(), talk.customers());
        return new Proposal.Intent(
                talk.evidence(talk.lexicon().intent(), grade -> grade > 0),
                talk.mutual() ? Math.clamp(INTENT_OF_ANY_CALL + points, 0, MOST_CERTAIN) : 0);
    }

    private static Proposal.Churn churn(Talk talk) {
        Map<Integer, List<Phrase>> words = talk.lexicon().churn();
        return new Proposal.Churn(
                talk.evidence(words, grade -> true),
                Math.min(MOST_CERTAIN, talk.lexicon().points(words, talk.customers())));
    }

    /** An exchange each: what the agent says, and what the customer makes of it. */
    private static List<Proposal.Round> rounds(Talk talk) {
        List<Proposal.Round> rounds = new ArrayList<>();
        int first = 0;
        for (int place = 1; place <= talk.utterances().size(); place++) {
            boolean over = place == talk.utterances().size()
                    || (talk.utterances().get(place).speaker() == Speaker.AGENT
                            && talk.utterances().get(place - 1).speaker() == Speaker.CUSTOMER);
            if (over) {
                Talk round = talk.between(first, place - 1);
                rounds.add(new Proposal.Round(
                        round.utterances().getFirst().id(),
                        round.utterances().getLast().id(),
                        round.mood(),
                        round.tags()));
                first = place;
            }
        }
        return rounds;
    }

    private static String summary(Talk talk, Proposal.Churn churn, Optional<Proposal.NextStep> nextStep) {
        Lexicon.Wording wording = talk.lexicon().summary();
        String kinds = talk.doubts().stream()
                .map(doubt ->
                        wording.kinds().getOrDefault(doubt.kind(), doubt.kind().word()))
                .collect(Collectors.joining(", "));
        List<String> lines = Stream.of(
                        kinds.isEmpty() ? "" : wording.objections().formatted(kinds),
                        churn.evidence().isEmpty()
                                ? ""
                                : wording.leaving()
                                        .formatted(churn.evidence().getFirst().quote()),
                        nextStep.map(step -> wording.next().formatted(step.what()))
                                .orElse(""))
                .filter(line -> !line.isEmpty())
                .toList();
        return lines.isEmpty() ? wording.nothing() : String.join(" ", lines);
    }

    /** As the speech model named it, otherwise by the script it is written in. */
    private static String language(Transcript transcript) {
        @Nullable String named = transcript.language();
        if (named != null) {
            return named.startsWith("zh") ? "zh" : named;
        }
        String text = transcript.utterances().stream().map(u -> u.text()).collect(Collectors.joining(" "));
        long han = text.codePoints().filter(Character::isIdeographic).count();
        long cyrillic = text.codePoints()
                .filter(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.CYRILLIC)
                .count();
        long latin = text.codePoints()
                .filter(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.LATIN)
                .count();
        return han * 2 > Math.max(cyrillic, latin) ? "zh" : cyrillic > latin ? "ru" : "en";
    }
}
