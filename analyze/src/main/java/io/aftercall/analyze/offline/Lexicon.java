package io.aftercall.analyze.offline;

import io.aftercall.analyze.Phrase;
import io.aftercall.analyze.Proposal.CustomerType;
import io.aftercall.analyze.Proposal.Kind;
import io.aftercall.analyze.YamlFile;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.core.io.ClassPathResource;

/** The words of one language that the rules go by; {@code lexicons/en.yaml} explains each part. */
record Lexicon(
        Set<String> negators,
        Set<String> emphasis,
        Map<String, Rule> criteria,
        Map<Integer, List<Phrase>> mood,
        Map<Integer, List<Phrase>> intent,
        Map<Integer, List<Phrase>> churn,
        List<Phrase> urgency,
        Map<CustomerType, List<Phrase>> customers,
        Map<Kind, List<Phrase>> objections,
        List<Phrase> price,
        Map<String, List<Phrase>> silent,
        Map<String, List<Phrase>> tags,
        Map<Integer, List<Phrase>> due,
        List<Phrase> weekdays,
        Wording summary) {

    /** When a criterion counts as met. */
    record Rule(Where where, When when, int met, Absent absent, Map<String, List<Phrase>> signs, List<Phrase> breach) {
        Rule {
            breach = breach == null ? List.of() : List.copyOf(breach);
        }
    }

    enum Where {
        OPENING,
        QUESTIONS,
        ANYWHERE
    }

    enum When {
        ALWAYS,
        TALK,
        OBJECTION,
        PRICE
    }

    enum Absent {
        MISSED,
        UNKNOWN
    }

    /** Sentences of the summary; {@code %s} is where the finding goes. */
    record Wording(String objections, String next, String leaving, String nothing, Map<Kind, String> kinds) {}

    Lexicon {
        for (Object part : new Object[] {
            negators,
            emphasis,
            criteria,
            mood,
            intent,
            churn,
            urgency,
            customers,
            objections,
            price,
            silent,
            tags,
            due,
            weekdays,
            summary
        }) {
            Objects.requireNonNull(part, "a part of the lexicon is missing");
        }
        if (weekdays.size() != 7) {
            throw new IllegalArgumentException("weekdays must be the seven from Monday");
        }
    }

    static Lexicon of(String language) {
        return new YamlFile(new ClassPathResource("lexicons/" + language + ".yaml")).read(Lexicon.class);
    }

    /** Whether one of the phrases is said, and not denied, in the sentence. */
    boolean hears(List<Phrase> phrases, Sentence sentence) {
        return phrases.stream()
                .anyMatch(phrase -> hears(phrase, sentence.words().words()));
    }

    private boolean hears(Phrase phrase, List<String> said) {
        for (int i = 0; i < said.size(); i++) {
            if (phrase.standsAt(i, said) && !denied(i, said)) {
                return true;
            }
        }
        return false;
    }

    private boolean denied(int start, List<String> said) {
        int before = start - 1;
        while (before >= 0 && emphasis.contains(said.get(before))) {
            before--;
        }
        return before >= 0 && negators.contains(said.get(before));
    }

    /** The sum of the grades that are heard, each once in a sentence. */
    int points(Map<Integer, List<Phrase>> grades, List<Sentence> sentences) {
        return sentences.stream()
                .flatMapToInt(s -> grades.entrySet().stream()
                        .filter(grade -> hears(grade.getValue(), s))
                        .mapToInt(Map.Entry::getKey))
                .sum();
    }
}
