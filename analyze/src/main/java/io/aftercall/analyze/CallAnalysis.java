package io.aftercall.analyze;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aftercall.analyze.tags.RuleTag;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.ContentHash;
import io.aftercall.transcribe.Transcript;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The judgement of one call: a model or the offline engine proposed the evidence, plain code checked it and decided.
 *
 * @param score 0-100 with its level; absent when there is not enough to judge, never a silent 0
 * @param emotion the customer's mood over the whole call; absent, like all below, when nothing was said
 * @param input hash over transcript, rubric, prompt and model: the same input gives this analysis again
 * @param byRule the tags that rules gave, beside the judge's own; absent before the rules were asked
 * @param earlier what was thought of the call before, oldest first, when it was judged again by other means
 */
public record CallAnalysis(
        Outcome outcome,
        @Nullable Score score,
        List<Criterion> criteria,
        @Nullable Emotion emotion,
        @Nullable PurchaseIntent intent,
        @Nullable ChurnRisk churn,
        @Nullable Customer customer,
        List<Objection> objections,
        List<Promise> promises,
        List<Round> rounds,
        List<String> tags,
        @Nullable String summary,
        List<String> strengths,
        List<String> improve,
        @Nullable NextStep nextStep,
        Requests requests,
        Engine engine,
        String input,
        Instant at,
        @Nullable ByRule byRule,
        List<Earlier> earlier) {

    /** What became of the call. */
    public enum Outcome {
        JUDGED,
        NO_SPEECH,
        NOT_CONNECTED,
        /** Somebody talked, but no recording of it came in time. */
        WITHOUT_RECORDING
    }

    /**
     * 0-100, and the band of the rubric it falls into.
     *
     * @param level A to D
     * @param name the level's name, {@code alias} what it means, both in English
     * @param colour {@code #rrggbb}
     */
    public record Score(int points, String level, String name, String alias, String colour) {}

    /** One criterion of the rubric; {@code NOT_SCORED} when its evidence does not stand in the transcript. */
    public record Criterion(String id, String name, double weight, Verdict verdict, List<Evidence> evidence) {
        public Criterion {
            evidence = List.copyOf(evidence);
        }

        public enum Verdict {
            MET(1),
            PARTLY(0.5),
            MISSED(0),
            NOT_APPLICABLE(Double.NaN),
            NOT_SCORED(Double.NaN);

            private final double share;

            Verdict(double share) {
                this.share = share;
            }

            /** Counts towards the score with {@link #share()}. */
            public boolean scored() {
                return !Double.isNaN(share);
            }

            /** The part of the criterion's weight that is earned, 0 to 1; NaN when not {@link #scored()}. */
            public double share() {
                return share;
            }
        }
    }

    /** Negative from -20 down, positive from 20 up. */
    public enum Sentiment {
        POSITIVE,
        NEUTRAL,
        NEGATIVE;

        private static final int FROM = 20;

        /** @param score -100 to 100 */
        public static Sentiment of(int score) {
            return score <= -FROM ? NEGATIVE : score >= FROM ? POSITIVE : NEUTRAL;
        }
    }

    /**
     * -100 (angry) to 100 (delighted), and the customer's words behind it.
     *
     * @param positive words of pleasure
     * @param concerns what worries or annoys
     * @param urgency what cannot wait
     */
    public record Emotion(
            int score, Sentiment label, List<Evidence> positive, List<Evidence> concerns, List<Evidence> urgency) {

        public Emotion {
            positive = List.copyOf(positive);
            concerns = List.copyOf(concerns);
            urgency = List.copyOf(urgency);
        }

        /** Clamped; above 0 only where a word of pleasure shows it, below only where a concern does. */
        static Emotion of(int score, List<Evidence> positive, List<Evidence> concerns, List<Evidence> urgency) {
            int most = positive.isEmpty() ? 0 : 100;
            int least = concerns.isEmpty() ? 0 : -100;
            int proven = Math.clamp(score, least, most);
            return new Emotion(proven, Sentiment.of(proven), positive, concerns, urgency);
        }
    }

    /** 0-100; bands 0-30 low, 31-60 medium, 61-80 high, 81-100 very_high. */
    public record PurchaseIntent(int score, String band, List<Evidence> signals) {
        /** Of a customer who says nothing of buying, the most there can be. */
        static final int UNPROVEN = 30;

        public PurchaseIntent {
            signals = List.copyOf(signals);
        }

        /** Clamped, with its band; more than low only where the customer's words show it. */
        static PurchaseIntent of(int score, List<Evidence> signals) {
            int proven = Math.clamp(score, 0, signals.isEmpty() ? UNPROVEN : 100);
            String band = proven <= 30 ? "low" : proven <= 60 ? "medium" : proven <= 80 ? "high" : "very_high";
            return new PurchaseIntent(proven, band, signals);
        }

        /** High or very high. */
        public boolean strong() {
            return score > 60;
        }
    }

    /** 0-100; under 40 low, under 70 medium, else high. */
    public record ChurnRisk(int score, String level, List<Evidence> signals) {

        public ChurnRisk {
            signals = List.copyOf(signals);
        }

        /** Clamped, with its level; none at all unless the customer's words show it. */
        static ChurnRisk of(int score, List<Evidence> signals) {
            int proven = Math.clamp(score, 0, signals.isEmpty() ? 0 : 100);
            return new ChurnRisk(proven, levelOf(proven), signals);
        }

        /** @param score 0-100 */
        public static String levelOf(double score) {
            return score < 40 ? "low" : score < 70 ? "medium" : "high";
        }

        public boolean high() {
            return score >= 70;
        }
    }

    /** {@code kind}: price, immature_technology, competitor, not_now, no_budget, long_decision, compatibility, data_security, other. */
    public record Objection(String kind, Evidence evidence) {}

    /** {@code type}: technical, commercial, executive or mixed, and the customer's words that show it. */
    public record Customer(String type, List<Evidence> evidence) {
        public Customer {
            evidence = List.copyOf(evidence);
        }
    }

    /** What one of the two said they would do; who it was is told by the utterance. {@code due} only where it was said. */
    public record Promise(String what, @Nullable Instant due, Evidence evidence) {}

    /**
     * A stretch of talk from one utterance to another about one thing.
     *
     * @param score 0-100 over the criteria that were proven in it; absent where none was
     * @param emotion -100 to 100, and {@code sentiment} its word
     */
    public record Round(
            String first, String last, @Nullable Integer score, int emotion, Sentiment sentiment, List<String> tags) {
        public Round {
            tags = List.copyOf(tags);
        }
    }

    /** What was agreed or should follow, and in how many hours after the call. */
    public record NextStep(String what, int dueInHours) {}

    /** What the rules of this version found, and when they were asked. */
    public record ByRule(String rules, Instant at, List<RuleTag> tags) {
        public ByRule {
            tags = List.copyOf(tags);
        }
    }

    /** An analysis that another one has taken the place of; whole it lies in the call folder, by its input. */
    public record Earlier(Instant at, @Nullable Score score, Engine engine, String input) {}

    /**
     * How many answers of a model it took: {@code main} is one for every call, {@code parts} are
     * those of a call too long for one request, {@code repairs} answers asked for again; all are zero offline.
     */
    public record Requests(int main, int parts, int repairs) {
        public static final Requests NONE = new Requests(0, 0, 0);
        public static final Requests ONE = new Requests(1, 0, 0);

        public Requests plus(Requests more) {
            return new Requests(main + more.main, parts + more.parts, repairs + more.repairs);
        }
    }

    /**
     * Who proposed this, so that two scores are only compared where they can be.
     *
     * @param name model or offline
     * @param prompt version of the model's prompt or of the offline engine's lexicons
     * @param rubric version of the rubric
     * @param because why the offline engine judged although a model was asked; absent otherwise
     * @param provisional true where it judged only until the model is back; absent otherwise
     */
    public record Engine(
            String name,
            @Nullable String model,
            String prompt,
            String rubric,
            @Nullable String because,
            @Nullable Boolean provisional) {
        private static final String FOR_NOW = "to be judged again once the model is back: ";

        public Engine(String name, @Nullable String model, String prompt, String rubric) {
            this(name, model, prompt, rubric, null, null);
        }

        /** Of which {@code rubric} is a version. */
        public String rubricId() {
            return Rubric.idOf(rubric);
        }

        /** This engine, standing in for another one that failed. */
        public Engine because(String reason) {
            return new Engine(name, model, prompt, rubric, reason, null);
        }

        /** This engine, standing in for one that is away, and not for longer. */
        public Engine meanwhile(String reason) {
            return new Engine(name, model, prompt, rubric, FOR_NOW + reason, true);
        }

        /** Why the one that it stands in for could not judge, where it is {@link #forNow}. */
        public Optional<String> awaited() {
            return Optional.ofNullable(because)
                    .filter(reason -> forNow() && reason.startsWith(FOR_NOW))
                    .map(reason -> reason.substring(FOR_NOW.length()));
        }

        public boolean forNow() {
            return Boolean.TRUE.equals(provisional);
        }

        /** Names the result of judging {@code transcript} in this way, 64 hex digits: see {@link CallAnalysis#input()}. */
        public String input(@Nullable Transcript transcript) {
            String said = transcript == null
                    ? "nobody answered"
                    : transcript.language() + "\n" + new String(CallJson.write(transcript.utterances()), UTF_8);
            return ContentHash.of(name, String.valueOf(model), prompt, rubric, said);
        }
    }

    public CallAnalysis {
        // An event of an earlier release has none.
        earlier = earlier == null ? List.of() : List.copyOf(earlier);
        criteria = List.copyOf(criteria);
        objections = List.copyOf(objections);
        promises = List.copyOf(promises);
        strengths = List.copyOf(strengths);
        improve = List.copyOf(improve);
        rounds = List.copyOf(rounds);
        tags = List.copyOf(tags);
    }

    /** As it was judged: before the rules, and for the first time. */
    public CallAnalysis(
            Outcome outcome,
            @Nullable Score score,
            List<Criterion> criteria,
            @Nullable Emotion emotion,
            @Nullable PurchaseIntent intent,
            @Nullable ChurnRisk churn,
            @Nullable Customer customer,
            List<Objection> objections,
            List<Promise> promises,
            List<Round> rounds,
            List<String> tags,
            @Nullable String summary,
            List<String> strengths,
            List<String> improve,
            @Nullable NextStep nextStep,
            Requests requests,
            Engine engine,
            String input,
            Instant at) {
        this(
                outcome,
                score,
                criteria,
                emotion,
                intent,
                churn,
                customer,
                objections,
                promises,
                rounds,
                tags,
                summary,
                strengths,
                improve,
                nextStep,
                requests,
                engine,
                input,
                at,
                null,
                List.of());
    }

    /** The same judgement with what rules say of the call. */
    CallAnalysis with(ByRule found) {
        return with(score, criteria, tags, found, earlier);
    }

    /** The same judgement as people corrected it. */
    CallAnalysis with(CallReview.Result corrected) {
        ByRule kept = byRule == null ? null : new ByRule(byRule.rules, byRule.at, keptBy(corrected));
        return with(corrected.score(), corrected.criteria(), corrected.tags(), kept, earlier);
    }

    private List<RuleTag> keptBy(CallReview.Result corrected) {
        return ruleTags().stream()
                .filter(tag -> corrected.tags().contains(tag.tag()))
                .toList();
    }

    /** The same judgement in the place of another one. */
    CallAnalysis after(CallAnalysis other) {
        Earlier gone = new Earlier(other.at, other.score, other.engine, other.input);
        List<Earlier> before =
                Stream.concat(other.earlier.stream(), Stream.of(gone)).toList();
        return with(score, criteria, tags, byRule, before);
    }

    private CallAnalysis with(
            @Nullable Score newScore,
            List<Criterion> newCriteria,
            List<String> newTags,
            @Nullable ByRule found,
            List<Earlier> before) {
        return new CallAnalysis(
                outcome,
                newScore,
                newCriteria,
                emotion,
                intent,
                churn,
                customer,
                objections,
                promises,
                rounds,
                newTags,
                summary,
                strengths,
                improve,
                nextStep,
                requests,
                engine,
                input,
                at,
                found,
                before);
    }

    /**
     * When it was made, and not before any that it took the place of: the clock of the process that made that one may be
     * ahead.
     */
    public Instant notBefore() {
        return Stream.concat(Stream.of(at), earlier.stream().map(Earlier::at))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** When anything of it was last made. */
    Instant changedAt() {
        return byRule == null || byRule.at.isBefore(at) ? at : byRule.at;
    }

    public List<RuleTag> ruleTags() {
        return byRule == null ? List.of() : byRule.tags;
    }

    /** The judge's own and those of the rules, by their ids. */
    public List<String> allTags() {
        return Stream.concat(tags.stream(), ruleTags().stream().map(RuleTag::tag))
                .distinct()
                .toList();
    }

    /** Nothing to judge: nobody answered, or nobody spoke. */
    static CallAnalysis ofSilence(Outcome outcome, Engine engine, String input, Instant at) {
        return new CallAnalysis(
                outcome,
                null,
                List.of(),
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null,
                List.of(),
                List.of(),
                null,
                Requests.NONE,
                engine,
                input,
                at);
    }

    /** Something was agreed, the customer may leave, or the customer wants to buy. */
    public boolean needsFollowUp() {
        return outcome == Outcome.JUDGED
                && (nextStep != null || (churn != null && churn.high()) || (intent != null && intent.strong()));
    }
}
