package io.aftercall.analyze.offline;

import io.aftercall.analyze.Evidence;
import io.aftercall.analyze.Phrase;
import io.aftercall.analyze.Proposal;
import io.aftercall.analyze.Proposal.CustomerType;
import io.aftercall.analyze.Proposal.Kind;
import io.aftercall.analyze.Rubric.Side;
import io.aftercall.transcribe.Transcript;
import io.aftercall.transcribe.Utterance;
import io.aftercall.transcribe.Utterance.Speaker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A transcript through the eyes of a lexicon. Where the speaker is not known, a sentence may be either's. */
record Talk(Lexicon lexicon, List<Utterance> utterances, List<Sentence> sentences) {

    /** A reason for hesitating, and the sentence it was heard in. */
    record Doubt(Kind kind, Sentence sentence) {
        Proposal.Objection objection() {
            return new Proposal.Objection(sentence.evidence(), kind);
        }
    }

    static Talk of(Transcript transcript, Lexicon lexicon) {
        List<Utterance> utterances = transcript.utterances();
        List<Sentence> sentences = IntStream.range(0, utterances.size())
                .boxed()
                .flatMap(place -> Sentence.of(utterances.get(place), place))
                .toList();
        return new Talk(lexicon, utterances, sentences);
    }

    /** The same, of what was said from one place to another. */
    Talk between(int first, int last) {
        return new Talk(
                lexicon,
                utterances.subList(first, last + 1),
                sentences.stream()
                        .filter(s -> s.place() >= first && s.place() <= last)
                        .toList());
    }

    List<Sentence> agents() {
        return sentences.stream().filter(Sentence::byAgent).toList();
    }

    List<Sentence> customers() {
        return sentences.stream().filter(Sentence::byCustomer).toList();
    }

    List<Sentence> of(Side side) {
        return switch (side) {
            case AGENT -> agents();
            case CUSTOMER -> customers();
            case ANY -> sentences;
        };
    }

    boolean customerSays(List<Phrase> phrases) {
        return !customerSaying(phrases).isEmpty();
    }

    /** The customer's sentences with one of the phrases. */
    List<Evidence> customerSaying(List<Phrase> phrases) {
        return customers().stream()
                .filter(s -> lexicon.hears(phrases, s))
                .map(Sentence::evidence)
                .toList();
    }

    /** The customer's sentences with a phrase of such a grade. */
    List<Evidence> evidence(Map<Integer, List<Phrase>> grades, IntPredicate which) {
        return customerSaying(grades.entrySet().stream()
                .filter(grade -> which.test(grade.getKey()))
                .flatMap(grade -> grade.getValue().stream())
                .toList());
    }

    /** By what the customer talks about; absent when it tells nothing. */
    Optional<Proposal.Customer> customer() {
        List<CustomerType> heard = lexicon.customers().keySet().stream()
                .filter(type -> customerSays(lexicon.customers().getOrDefault(type, List.of())))
                .toList();
        if (heard.isEmpty() || !mutual()) {
            return Optional.empty();
        }
        List<Evidence> evidence = heard.stream()
                .flatMap(type -> customerSaying(lexicon.customers().getOrDefault(type, List.of())).stream())
                .distinct()
                .toList();
        return Optional.of(new Proposal.Customer(evidence, heard.size() == 1 ? heard.getFirst() : CustomerType.MIXED));
    }

    /** Two people talked to each other, as far as one can tell. */
    boolean mutual() {
        long turns =
                utterances.stream().filter(u -> u.speaker() == Speaker.CUSTOMER).count();
        boolean told = utterances.stream().noneMatch(u -> u.speaker() == Speaker.UNKNOWN);
        return lexicon.silent().values().stream().noneMatch(this::customerSays) && !(told && turns < 2);
    }

    boolean priced() {
        return sentences.stream().anyMatch(s -> lexicon.hears(lexicon.price(), s));
    }

    /** Each kind once, with the first sentence it is heard in; in order of speech. */
    List<Doubt> doubts() {
        Collection<Kind> heard = new ArrayList<>();
        return customers().stream()
                .flatMap(s -> lexicon.objections().entrySet().stream()
                        .filter(kind -> lexicon.hears(kind.getValue(), s))
                        .map(kind -> new Doubt(kind.getKey(), s)))
                .filter(doubt -> !heard.contains(doubt.kind) && heard.add(doubt.kind))
                .toList();
    }

    /** -100 to 100; one mild word moves it by 17, and each further one by less. */
    int mood() {
        int sum = lexicon.points(lexicon.mood(), customers());
        return Math.round(100f * sum / (Math.abs(sum) + 5));
    }

    /** What it is about, in single words. */
    List<String> tags() {
        Stream<String> said = Stream.of(lexicon.silent(), lexicon.tags())
                .flatMap(words -> words.entrySet().stream())
                .filter(tag -> customerSays(tag.getValue()))
                .map(Map.Entry::getKey);
        return Stream.concat(said, doubts().stream().map(doubt -> doubt.kind.word()))
                .distinct()
                .toList();
    }
}
