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
 * @param summary empty when there is none
 */
public record Proposal(
        List<Finding> criteria,
        @Nullable Churn churn,
        @Nullable Emotion emotion,
        @Nullable Intent intent,
        Optional<NextStep> nextStep,
        List<Objection> objections,
        List<Round> rounds,
        String summary,
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
    public record Churn(int score, List<Evidence> signals) {
        public Churn {
            signals = List.copyOf(signals);
        }
    }

    /** -100 to 100. */
    public record Emotion(int score) {}

    /** 0-100. */
    public record Intent(int score) {}

    /** Hours from the end of the call. */
    public record NextStep(int dueInHours, String what) {}

    public record Objection(Kind kind, String quote, String utterance) {}

    /** Why a customer hesitates. */
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

    /** From one utterance's id to another's. */
    public record Round(String first, String last, CallAnalysis.Sentiment sentiment, List<String> tags) {
        public Round {
            tags = List.copyOf(tags);
        }
    }

    public Proposal {
        criteria = List.copyOf(criteria);
        objections = List.copyOf(objections);
        rounds = List.copyOf(rounds);
        tags = List.copyOf(tags);
    }
}
