package io.aftercall.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Folders of made-up calls. */
public final class Folders {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String[] WORDS = {
        "Acorn", "birch", "cedar", "dune,", "ember", "fjord.", "grove", "heath", "inlet", "juniper", "knoll", "larch?"
    };

    private Folders() {}

    /** Calls {@code call-0}, {@code call-1}, ... of two channels, whose seller and customer speak in turn. */
    public static Path ofCalls(Path folder, int calls, int turnsEach) throws IOException {
        Files.createDirectories(folder.resolve("scripts"));
        List<String> manifest = new ArrayList<>();
        for (int c = 0; c < calls; c++) {
            manifest.add(call(folder, c, turnsEach));
        }
        Files.write(folder.resolve("manifest.jsonl"), manifest);
        return folder;
    }

    private static String call(Path folder, int number, int turnCount) throws IOException {
        List<Map<String, Object>> turns = new ArrayList<>();
        double seconds = 1 + turnCount * 3.2;
        short[][] channels = {Sounds.line(seconds, number), Sounds.line(seconds, -number)};
        for (int t = 0; t < turnCount; t++) {
            int start = 500 + t * 3200;
            int end = start + 1500 + (t * 7 + number * 3) % 5 * 250;
            Sounds.speak(channels[t % 2], start, end, 1000L * number + t);
            turns.add(Map.of(
                    "speaker",
                    t % 2 == 0 ? "agent" : "customer",
                    "channel",
                    t % 2,
                    "start_ms",
                    start,
                    "end_ms",
                    end,
                    "text",
                    sentence(number, t)));
        }
        String id = "call-" + number;
        Sounds.write(folder.resolve(id + ".wav"), Sounds.RATE, channels);
        Map<String, Object> judgement = Map.of("summary", "Call " + number, "emotion", Map.of("score", number));
        Map<String, Object> script = Map.of("id", id, "turns", turns, "judgement", judgement);
        Files.writeString(folder.resolve("scripts/" + id + ".json"), JSON.writeValueAsString(script));
        return JSON.writeValueAsString(Map.of(
                "file",
                id + ".wav",
                "lang",
                "en",
                "transcript",
                "",
                "id",
                id,
                "agent",
                "m-" + number,
                "via",
                number % 2 == 0 ? "generic" : "robot",
                "callee",
                "+1202555010" + number,
                "script",
                "scripts/" + id + ".json"));
    }

    /** Words that no other turn of any call has in this order. */
    public static String sentence(int call, int turn) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            text.append(i == 0 ? "" : " ").append(WORDS[(call * 5 + turn * (i + 3) + i * i) % WORDS.length]);
        }
        return text + " " + call + "-" + turn + ".";
    }
}
