package io.aftercall.analyze;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a judge says it found, unchecked: ids may be wrong, quotes invented, numbers out of range. Also the schema a model
 * answers in; within one object its fields arrive in alphabetical order, so that evidence is looked for before the verdict.
 *
 * @param criteria one finding for each criterion of the rubric
 * @param churn absent, like emotion and intent, when the judge does not know the language; a model always answers
 * @param promises what either side said they would do
 * @param summary empty when there is none
 * @param strengths what the agent did well, {@code improve} what to do better, a sentence each
 */
public record Proposal(
        List<Finding> criteria,
        @Nullable Churn churn,
        Optional<Customer> customer,
        @Nullable Emotion emotion,
        @Nullable Intent intent,
        Optional<NextStep> nextStep,
        List<Objection> objections,
        List<Promise> promises,
        List<Round> rounds,
        String summary,
        List<String> strengths,
        List<String> improve,
        List<String> tags) {

    public record Finding(List<Evidence> evidence, String id, Verdict verdict) {
        public Finding {
            evidence = List.copyOf(evidence);
        }
    }

    public enum Verdict {
        MET,
        PARTLY,
        MISSED,
        NOT_APPLICABLE
    }

    /** 0-100. */
    public record Churn(List<Evidence> evidence, int score) {
        public Churn {
            evidence = List.copyOf(evidence);
        }
    }

    /** Whom the agent talks to, by what they talk about. */
    public record Customer(List<Evidence> evidence, CustomerType type) {
        public Customer {
            evidence = List.copyOf(evidence);
        }
    }

    public enum CustomerType {
        TECHNICAL,
        COMMERCIAL,
        EXECUTIVE,
        MIXED;

        /** As results name it: {@code technical}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** -100 to 100, and what it is made of. */
    public record Emotion(Factors factors, int score) {}

    /** The customer's words of pleasure, worry and haste. */
    public record Factors(List<Evidence> concerns, List<Evidence> positive, List<Evidence> urgency) {
        public static final Factors NONE = new Factors(List.of(), List.of(), List.of());

        public Factors {
            concerns = List.copyOf(concerns);
            positive = List.copyOf(positive);
            urgency = List.copyOf(urgency);
        }
    }

    /** 0-100. */
    public record Intent(List<Evidence> evidence, int score) {
        public Intent {
            evidence = List.copyOf(evidence);
        }
    }

    /** Hours from the end of the call. */
    public record NextStep(int dueInHours, String what) {}

    public record Objection(Evidence evidence, Kind kind) {}

    /** The kinds of objections. */
    public enum Kind {
        PRICE,
        IMMATURE_TECHNOLOGY,
        COMPETITOR,
        NOT_NOW,
        NO_BUDGET,
        LONG_DECISION,
        COMPATIBILITY,
        DATA_SECURITY,
        OTHER;

        /** As results name it: {@code no_budget}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param hours from the end of the call until it is due; absent where nothing was said about it */
    public record Promise(Evidence evidence, Optional<Integer> hours, String what) {}

    /** From one utterance's id to another's; {@code mood} -100 to 100. */
    public record Round(String first, String last, int mood, List<String> tags) {
        public Round {
            tags = List.copyOf(tags);
        }
    }

    public Proposal {
        criteria = List.copyOf(criteria);
        objections = List.copyOf(objections);
        promises = List.copyOf(promises);
        rounds = List.copyOf(rounds);
        strengths = List.copyOf(strengths);
        improve = List.copyOf(improve);
        tags = List.copyOf(tags);
    }
}
