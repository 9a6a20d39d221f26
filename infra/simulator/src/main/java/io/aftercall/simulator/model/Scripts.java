package io.aftercall.simulator.model;

import io.aftercall.simulator.calls.CallsFolder;
import io.aftercall.simulator.calls.SampleCall;
import io.aftercall.simulator.calls.Turn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Recognises a transcript by its wording: the known script that most runs of four letters are from. */
final class Scripts {
    private static final int RUN = 4;
    private static final double SAME = 0.6;
    /** Greetings alone are in every script: so many runs, or half a shorter script, are wanted. */
    private static final int ENOUGH = 20;

    private record Known(JsonNode judgement, Set<String> runs) {}

    private final List<Known> known = new ArrayList<>();

    Scripts(CallsFolder folder) {
        for (SampleCall call : folder.calls()) {
            if (call.judgement() != null) {
                String text = call.turns().stream().map(Turn::text).collect(Collectors.joining());
                known.add(new Known(call.judgement(), runs(text)));
            }
        }
    }

    /** The judgement of the script the utterances are from, or null when they are from none. */
    @Nullable JsonNode judgement(List<Utterance> utterances) {
        Set<String> runs = new HashSet<>();
        utterances.forEach(utterance -> runs.addAll(runs(utterance.text())));
        JsonNode best = null;
        double most = SAME;
        for (Known script : known) {
            long shared = runs.stream().filter(script.runs()::contains).count();
            // The second part decides between a script and a longer one that begins alike.
            double likeness = (double) shared / Math.max(1, runs.size())
                    + 0.01 * shared / Math.max(1, script.runs().size());
            boolean enough = shared >= Math.min(ENOUGH, script.runs().size() / 2);
            if (enough && likeness > most) {
                most = likeness;
                best = script.judgement();
            }
        }
        return best;
    }

    private static Set<String> runs(String text) {
        String letters = Quotes.letters(text);
        Set<String> runs = new HashSet<>();
        for (int i = 0; i + RUN <= letters.length(); i++) {
            runs.add(letters.substring(i, i + RUN));
        }
        return runs;
    }
}
