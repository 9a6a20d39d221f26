package io.aftercall.simulator;

import io.aftercall.simulator.calls.CallsFolder;
import io.aftercall.simulator.calls.SampleCall;
import io.aftercall.simulator.calls.Turn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The scripts of a folder's calls as somebody would write them down. */
public record Dialogues(List<String> texts, List<String> messages) {
    public Dialogues {
        texts = List.copyOf(texts);
        messages = List.copyOf(messages);
    }

    /** Of calls with at least three turns. */
    public static Dialogues of(Path calls) throws IOException {
        List<SampleCall> conversations = CallsFolder.read(calls.toAbsolutePath()).calls().stream()
                .filter(call -> call.turns().size() > 2)
                .toList();
        return new Dialogues(
                conversations.stream().map(Dialogues::written).toList(),
                conversations.stream()
                        .flatMap(call -> call.turns().stream())
                        .filter(turn -> !turn.speaker().equals("agent"))
                        .map(Turn::text)
                        .toList());
    }

    private static String written(SampleCall call) {
        return call.turns().stream().map(Dialogues::line).collect(Collectors.joining("\n"));
    }

    private static String line(Turn turn) {
        return (turn.speaker().equals("agent") ? "Agent: " : "Customer: ") + turn.text();
    }

    /** Another text for every number: no question to a model is asked twice. */
    public String text(String run, int n) {
        return texts.get(n % texts.size()) + "\nCustomer: " + run + " " + n;
    }

    /** What a customer might write, likewise: one thing said. */
    public String message(String run, int n) {
        return messages.get(n % messages.size()) + " " + run + " " + n;
    }
}
