package io.aftercall.analyze;

import io.aftercall.transcribe.Utterance;
import io.aftercall.transcribe.Utterance.Speaker;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the customer said, and what was said to that: the rounds of a conversation as a robot counts them. */
public record Exchange(List<Utterance> question, List<Utterance> answer) {

    /** The first has no question where the other side begins. Whose words are not told apart each stand alone. */
    public static List<Exchange> of(List<Utterance> utterances) {
        List<Exchange> exchanges = new ArrayList<>();
        for (Utterance utterance : utterances) {
            boolean agent = utterance.speaker() == Speaker.AGENT;
            if (exchanges.isEmpty() || !goesOn(exchanges.getLast(), utterance.speaker())) {
                exchanges.add(new Exchange(new ArrayList<>(), new ArrayList<>()));
            }
            (agent ? exchanges.getLast().answer : exchanges.getLast().question).add(utterance);
        }
        return exchanges;
    }

    /** How often the customer spoke: the platform's {@code asrmessage_notify} rows, which it counts as rounds. */
    static int rounds(List<Utterance> utterances) {
        return (int) of(utterances).stream()
                .filter(exchange -> !exchange.question.isEmpty())
                .count();
    }

    private static boolean goesOn(Exchange last, Speaker next) {
        return next == Speaker.AGENT || (next == Speaker.CUSTOMER && last.answer.isEmpty());
    }

    public Utterance first() {
        return question.isEmpty() ? answer.getFirst() : question.getFirst();
    }

    public boolean has(String utteranceId) {
        return utterances().anyMatch(utterance -> utterance.id().equals(utteranceId));
    }

    Stream<Utterance> utterances() {
        return Stream.concat(question.stream(), answer.stream());
    }

    public static String text(List<Utterance> said) {
        return said.stream().map(Utterance::text).collect(Collectors.joining("\n"));
    }

    public static long millis(List<Utterance> said) {
        return said.stream()
                .mapToLong(utterance -> utterance.endMs() - utterance.startMs())
                .sum();
    }
}
