package io.aftercall.analyze.model;

import io.aftercall.analyze.Evidence;
import io.aftercall.analyze.Proposal;
import io.aftercall.transcribe.Utterance;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A call too long for one request, in parts that fit; and what is left of it when they are judged together. */
final class Parts {
    /** Of the JSON around an utterance's text, about. */
    private static final int FRAME = 50;

    private Parts() {}

    /** Whole utterances where they fit; one that alone is too long goes on, under the same id, in the next part. */
    static List<List<Utterance>> of(List<Utterance> said, int mostChars) {
        List<List<Utterance>> parts = new ArrayList<>();
        List<Utterance> part = new ArrayList<>();
        int chars = 0;
        for (Utterance piece : said.stream().flatMap(u -> pieces(u, mostChars)).toList()) {
            int length = piece.text().length() + FRAME;
            if (chars + length > mostChars && !part.isEmpty()) {
                parts.add(List.copyOf(part));
                part.clear();
                chars = 0;
            }
            part.add(piece);
            chars += length;
        }
        parts.add(List.copyOf(part));
        return parts;
    }

    /** The utterances that the findings quote, in order; of more than fit in, the first of each part. */
    static List<Utterance> cited(List<List<Utterance>> parts, List<Proposal> found, int mostChars) {
        Set<String> ids =
                found.stream().flatMap(Parts::evidence).map(Evidence::utterance).collect(Collectors.toSet());
        return parts.stream()
                .flatMap(part ->
                        of(part.stream().filter(u -> ids.contains(u.id())).toList(), mostChars / parts.size())
                                .getFirst()
                                .stream())
                .toList();
    }

    /** The verdict on the whole with the rounds of the parts: only those have seen every utterance. */
    static Proposal together(Proposal whole, List<Proposal> found) {
        return new Proposal(
                whole.criteria(),
                whole.churn(),
                whole.customer(),
                whole.emotion(),
                whole.intent(),
                whole.nextStep(),
                whole.objections(),
                whole.promises(),
                found.stream().flatMap(part -> part.rounds().stream()).toList(),
                whole.summary(),
                whole.strengths(),
                whole.improve(),
                whole.tags());
    }

    private static Stream<Utterance> pieces(Utterance said, int mostChars) {
        int most = Math.max(1, mostChars - FRAME);
        List<Utterance> pieces = new ArrayList<>();
        String text = said.text();
        int from = 0;
        while (text.length() - from > most) {
            int space = text.lastIndexOf(' ', from + most);
            int end = space > from ? space : from + most;
            if (Character.isHighSurrogate(text.charAt(end - 1)) && end - 1 > from) {
                end--;
            }
            pieces.add(with(said, text.substring(from, end)));
            from = end;
        }
        pieces.add(with(said, text.substring(from)));
        return pieces.stream();
    }

    private static Utterance with(Utterance said, String text) {
        return new Utterance(said.id(), said.speaker(), said.startMs(), said.endMs(), text);
    }

    private static Stream<Evidence> evidence(Proposal proposal) {
        return Stream.of(
                        proposal.criteria().stream().flatMap(c -> c.evidence().stream()),
                        Stream.ofNullable(proposal.churn()).flatMap(c -> c.evidence().stream()),
                        proposal.customer().stream().flatMap(c -> c.evidence().stream()),
                        Stream.ofNullable(proposal.emotion())
                                .map(Proposal.Emotion::factors)
                                .flatMap(f -> Stream.of(f.positive(), f.concerns(), f.urgency()))
                                .flatMap(List::stream),
                        Stream.ofNullable(proposal.intent()).flatMap(i -> i.evidence().stream()),
                        proposal.objections().stream().map(Proposal.Objection::evidence),
                        proposal.promises().stream().map(Proposal.Promise::evidence))
                .flatMap(evidence -> evidence);
    }
}
