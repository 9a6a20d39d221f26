package io.aftercall.analyze;

import io.aftercall.analyze.CallAnalysis.ChurnRisk;
import io.aftercall.analyze.CallAnalysis.Criterion;
import io.aftercall.analyze.CallAnalysis.Criterion.Verdict;
import io.aftercall.analyze.CallAnalysis.Customer;
import io.aftercall.analyze.CallAnalysis.Emotion;
import io.aftercall.analyze.CallAnalysis.Engine;
import io.aftercall.analyze.CallAnalysis.NextStep;
import io.aftercall.analyze.CallAnalysis.Objection;
import io.aftercall.analyze.CallAnalysis.Promise;
import io.aftercall.analyze.CallAnalysis.PurchaseIntent;
import io.aftercall.analyze.CallAnalysis.Round;
import io.aftercall.analyze.Rubric.Side;
import io.aftercall.transcribe.Transcript;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns what was proposed into what holds: nothing in a proposal counts beyond what the transcript bears out. */
final class Decision {
    private static final Pattern TAG = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} _-]{0,39}");
    private static final int MOST_TAGS = 20;
    /** Seen by people: somebody on the line spoke to the judge. */
    static final String MANIPULATION = "manipulation";

    private static final int MOST_FINDINGS = 50;
    private static final int MOST_LINES = 10;
    private static final int LONGEST_LINE = 500;
    private static final int LONGEST_TEXT = 2000;
    private static final int HOURS_A_YEAR = 365 * 24;

    private final Rubric rubric;
    private final Quotes quotes;
    private final @Nullable Instant ended;

    /** @param ended the call's end, from which promises are dated */
    Decision(Rubric rubric, Transcript transcript, @Nullable Instant ended) {
        this.ended = ended;
        this.rubric = rubric;
        this.quotes = new Quotes(transcript);
    }

    CallAnalysis on(Judge.Found found, Engine engine, String input, Instant at) {
        Proposal proposal = found.proposal();
        List<Criterion> criteria =
                rubric.criteria().stream().map(c -> criterion(c, proposal)).toList();
        Emotion emotion = emotion(proposal.emotion());
        List<Promise> promises = each(proposal.promises(), promise -> promise(promise, at));
        // A model that heard somebody speak to it may write what it was told to; the offline engine cannot.
        boolean dictated = engine.model() != null && meddled();
        return new CallAnalysis(
                CallAnalysis.Outcome.JUDGED,
                score(criteria),
                criteria,
                emotion,
                intent(proposal.intent()),
                churn(proposal.churn()),
                proposal.customer().flatMap(this::customer).orElse(null),
                each(proposal.objections(), this::objection),
                dictated ? promises.stream().map(Decision::asSaid).toList() : promises,
                proposal.rounds().stream()
                        .filter(this::stands)
                        .map(round -> round(round, criteria, emotion, dictated))
                        .toList(),
                tags(proposal, dictated),
                dictated ? null : text(proposal.summary(), LONGEST_TEXT),
                dictated ? List.of() : lines(proposal.strengths()),
                dictated ? List.of() : lines(proposal.improve()),
                dictated ? promised(proposal, promises) : nextStep(proposal),
                found.requests(),
                engine,
                input,
                at);
    }

    /** None without a single word to show for it, however sure the verdicts are. */
    private CallAnalysis.@Nullable Score score(List<Criterion> criteria) {
        boolean proven = criteria.stream().anyMatch(c -> !c.evidence().isEmpty());
        return proven ? rubric.score(criteria, quotes.utterances()) : null;
    }

    private Criterion criterion(Rubric.Criterion asked, Proposal proposal) {
        return proposal.criteria().stream()
                .filter(f -> f.id().equals(asked.id()))
                .findFirst()
                .map(f -> scored(asked, f))
                .orElseGet(() -> judged(asked, Verdict.NOT_SCORED, List.of()));
    }

    private Criterion scored(Rubric.Criterion asked, Proposal.Finding finding) {
        List<Evidence> proven = quotes.of(asked.evidence(), finding.evidence());
        return switch (finding.verdict()) {
            case MET -> judged(asked, proven.isEmpty() ? Verdict.NOT_SCORED : Verdict.MET, proven);
            case PARTLY -> judged(asked, proven.isEmpty() ? Verdict.NOT_SCORED : Verdict.PARTLY, proven);
            case MISSED -> judged(asked, invented(finding, proven) ? Verdict.NOT_SCORED : Verdict.MISSED, proven);
            case NOT_APPLICABLE ->
                judged(asked, invented(finding, proven) ? Verdict.NOT_SCORED : Verdict.NOT_APPLICABLE, proven);
        };
    }

    /** What nobody said cannot be quoted, so that these need no quotes; quotes that nobody said are another matter. */
    private static boolean invented(Proposal.Finding finding, List<Evidence> proven) {
        return proven.isEmpty() && !finding.evidence().isEmpty();
    }

    private static Criterion judged(Rubric.Criterion asked, Verdict verdict, List<Evidence> evidence) {
        return new Criterion(asked.id(), asked.name().en(), asked.weight(), verdict, evidence);
    }

    private @Nullable Emotion emotion(Proposal.@Nullable Emotion emotion) {
        return emotion == null
                ? null
                : Emotion.of(
                        emotion.score(),
                        quotes.of(Side.CUSTOMER, emotion.factors().positive()),
                        quotes.of(Side.CUSTOMER, emotion.factors().concerns()),
                        quotes.of(Side.CUSTOMER, emotion.factors().urgency()));
    }

    private @Nullable PurchaseIntent intent(Proposal.@Nullable Intent intent) {
        if (intent == null) {
            return null;
        }
        List<Evidence> proven = quotes.of(Side.CUSTOMER, intent.evidence());
        // Without words it is at most low; by words that nobody said, or said to the judge, it is no lower either.
        boolean claimed = proven.isEmpty() && (!intent.evidence().isEmpty() || meddled());
        return PurchaseIntent.of(claimed ? PurchaseIntent.UNPROVEN : intent.score(), proven);
    }

    private boolean meddled() {
        return quotes.meddled(0, quotes.utterances() - 1);
    }

    private @Nullable ChurnRisk churn(Proposal.@Nullable Churn churn) {
        return churn == null ? null : ChurnRisk.of(churn.score(), quotes.of(Side.CUSTOMER, churn.evidence()));
    }

    private Optional<Customer> customer(Proposal.Customer customer) {
        List<Evidence> proven = quotes.of(Side.CUSTOMER, customer.evidence());
        return proven.isEmpty()
                ? Optional.empty()
                : Optional.of(new Customer(customer.type().word(), proven));
    }

    private Optional<Objection> objection(Proposal.Objection proposed) {
        return quotes.of(Side.CUSTOMER, List.of(proposed.evidence())).stream()
                .findFirst()
                .map(evidence -> new Objection(proposed.kind().word(), evidence));
    }

    private Optional<Promise> promise(Proposal.Promise proposed, Instant at) {
        String what = text(proposed.what(), LONGEST_LINE);
        Instant from = ended == null ? at : ended;
        return quotes.of(Side.ANY, List.of(proposed.evidence())).stream()
                .findFirst()
                .map(evidence -> new Promise(
                        what == null ? evidence.quote() : what,
                        proposed.hours()
                                .map(hours -> from.plus(Math.clamp(hours, 0, HOURS_A_YEAR), ChronoUnit.HOURS))
                                .orElse(null),
                        evidence));
    }

    /** Good or bad only where one of the customer's words that show the mood of the call stands in it. */
    private Round round(Proposal.Round proposed, List<Criterion> criteria, @Nullable Emotion whole, boolean dictated) {
        int first = quotes.placeOf(proposed.first());
        int last = quotes.placeOf(proposed.last());
        int emotion = whole == null || quotes.meddled(first, last)
                ? 0
                : Emotion.of(
                                proposed.mood(),
                                within(first, last, whole.positive()),
                                within(first, last, whole.concerns()),
                                List.of())
                        .score();
        return new Round(
                proposed.first(),
                proposed.last(),
                Rubric.points(criteria.stream()
                        .filter(c -> !within(first, last, c.evidence()).isEmpty())
                        .toList()),
                emotion,
                CallAnalysis.Sentiment.of(emotion),
                dictated ? List.of() : tags(proposed.tags()));
    }

    private List<Evidence> within(int first, int last, List<Evidence> evidence) {
        return evidence.stream()
                .filter(each -> quotes.placeOf(each.utterance()) >= first && quotes.placeOf(each.utterance()) <= last)
                .toList();
    }

    private static <P, R> List<R> each(List<P> proposed, Function<P, Optional<R>> proven) {
        return proposed.stream()
                .flatMap(one -> proven.apply(one).stream())
                .distinct()
                .limit(MOST_FINDINGS)
                .toList();
    }

    private boolean stands(Proposal.Round round) {
        int first = quotes.placeOf(round.first());
        return first >= 0 && first <= quotes.placeOf(round.last());
    }

    private static @Nullable NextStep nextStep(Proposal proposal) {
        Proposal.NextStep step = proposal.nextStep().orElse(null);
        String what = step == null ? null : text(step.what(), LONGEST_TEXT);
        return step == null || what == null ? null : new NextStep(what, Math.clamp(step.dueInHours(), 0, HOURS_A_YEAR));
    }

    /** In the words of whoever made it. */
    private static Promise asSaid(Promise promise) {
        return new Promise(promise.evidence().quote(), promise.due(), promise.evidence());
    }

    /** The next step, where a promise that was really made bears it out, in the words of that promise. */
    private static @Nullable NextStep promised(Proposal proposal, List<Promise> promises) {
        NextStep step = nextStep(proposal);
        return step == null || promises.isEmpty()
                ? null
                : new NextStep(promises.getFirst().evidence().quote(), step.dueInHours());
    }

    private List<String> tags(Proposal proposal, boolean dictated) {
        List<String> tags = dictated ? List.of() : tags(proposal.tags());
        return meddled()
                ? Stream.concat(Stream.of(MANIPULATION), tags.stream())
                        .distinct()
                        .toList()
                : tags;
    }

    private static List<String> tags(List<String> proposed) {
        return proposed.stream()
                .map(tag -> tag.strip().toLowerCase(Locale.ROOT))
                .filter(tag -> TAG.matcher(tag).matches())
                .distinct()
                .limit(MOST_TAGS)
                .toList();
    }

    private static List<String> lines(List<String> proposed) {
        return proposed.stream()
                .flatMap(line -> Stream.ofNullable(text(line, LONGEST_LINE)))
                .distinct()
                .limit(MOST_LINES)
                .toList();
    }

    private static @Nullable String text(String proposed, int longest) {
        String text = proposed.strip();
        return text.isEmpty() ? null : text.substring(0, Math.min(text.length(), longest));
    }
}
