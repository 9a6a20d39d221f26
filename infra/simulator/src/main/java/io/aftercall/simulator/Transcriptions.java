package io.aftercall.simulator;

import io.aftercall.simulator.speech.Heard;
import io.aftercall.simulator.speech.Heard.HeardWord;
import io.aftercall.simulator.speech.Recogniser;
import io.aftercall.simulator.speech.UndecodableAudioException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartConfig;
import org.eclipse.jetty.http.MultiPartFormData;

/** {@code POST /v1/audio/transcriptions}: what the recogniser hears, in the three shapes OpenAI gives it. */
record Transcriptions(Recogniser recogniser, Path folder) {
    /** OpenAI's limit for an upload. */
    private static final long MOST_BYTES = 25L << 20;

    private static final double PAUSE_SECONDS = 0.8;
    private static final Map<String, String> LANGUAGES = Map.of("en", "english", "ru", "russian", "zh", "chinese");

    /** An upload kept in a file of a name of our own, and what was asked about it. */
    record Upload(Path file, String format, List<String> granularities, String language) implements AutoCloseable {
        byte[] bytes() throws IOException {
            return Files.readAllBytes(file);
        }

        @Override
        public void close() throws IOException {
            Files.deleteIfExists(file);
        }
    }

    Upload receive(Exchange exchange) throws IOException {
        if (!exchange.header("Content-Type").startsWith("multipart/form-data")) {
            throw OpenAiError.badRequest("Expected multipart/form-data with a file.", "file");
        }
        MultiPartConfig config = new MultiPartConfig.Builder()
                .location(folder)
                .maxMemoryPartSize(1 << 16)
                .maxPartSize(MOST_BYTES)
                .maxSize(MOST_BYTES + (1 << 20))
                .build();
        try (MultiPartFormData.Parts parts = parts(exchange, config)) {
            return upload(parts);
        }
    }

    private static MultiPartFormData.Parts parts(Exchange exchange, MultiPartConfig config) {
        try {
            return MultiPartFormData.getParts(
                    exchange.request(), exchange.request(), exchange.header("Content-Type"), config);
        } catch (RuntimeException e) {
            throw OpenAiError.of(400, "The upload could not be read (at most 25 MiB): " + e.getMessage());
        }
    }

    private Upload upload(MultiPartFormData.Parts parts) throws IOException {
        MultiPart.Part file = parts.getFirst("file");
        if (file == null || file.getLength() == 0) {
            throw OpenAiError.badRequest("Missing required parameter: 'file'.", "file");
        }
        if (text(parts, "model").isBlank()) {
            throw OpenAiError.badRequest("you must provide a model parameter", "model");
        }
        String format = text(parts, "response_format");
        if (!List.of("", "json", "text", "verbose_json").contains(format)) {
            throw OpenAiError.badRequest("Unsupported response_format: '" + format + "'.", "response_format");
        }
        List<String> granularities = Stream.of("timestamp_granularities[]", "timestamp_granularities")
                .flatMap(name -> parts.getAll(name).stream())
                .map(part -> part.getContentAsString(StandardCharsets.UTF_8))
                .toList();
        Path kept = Files.createTempFile(folder, "upload", ".audio");
        file.writeTo(kept);
        return new Upload(kept, format, granularities, text(parts, "language"));
    }

    private static String text(MultiPartFormData.Parts parts, String name) {
        MultiPart.Part part = parts.getFirst(name);
        return part == null ? "" : part.getContentAsString(StandardCharsets.UTF_8);
    }

    Reply reply(Upload upload) throws IOException {
        Heard heard;
        try {
            heard = recogniser.hear(upload.file());
        } catch (UndecodableAudioException e) {
            throw OpenAiError.badRequest("The audio file could not be decoded or its format is not supported.", "file");
        }
        return switch (upload.format()) {
            case "text" -> Reply.text(heard.text() + "\n");
            case "verbose_json" -> Reply.json(verbose(heard, upload));
            default -> Reply.json(withUsage(new LinkedHashMap<>(Map.of("text", heard.text())), heard));
        };
    }

    private static Map<String, Object> withUsage(Map<String, Object> answer, Heard heard) {
        answer.put("usage", Map.of("type", "duration", "seconds", (long) Math.ceil(heard.seconds())));
        return answer;
    }

    private static Map<String, Object> verbose(Heard heard, Upload upload) throws IOException {
        Map<String, Object> answer = new LinkedHashMap<>();
        // Not in OpenAI's answer, which has no id: begins as the input's hash in the statistics does.
        answer.put("id", "transcription-" + FaultyService.sha256(upload.bytes()).substring(0, 24));
        answer.put("task", "transcribe");
        String asked = upload.language().isBlank() ? "en" : upload.language();
        String lang = heard.lang() == null ? asked : heard.lang();
        answer.put("language", LANGUAGES.getOrDefault(lang, lang));
        answer.put("duration", heard.seconds());
        answer.put("text", heard.text());
        List<String> wanted = upload.granularities();
        if (wanted.contains("word")) {
            answer.put("words", heard.words().stream().map(Transcriptions::word).toList());
        }
        if (wanted.isEmpty() || wanted.contains("segment")) {
            answer.put("segments", segments(heard.words()));
        }
        return withUsage(answer, heard);
    }

    private static Map<String, Object> word(HeardWord word) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("word", word.bare());
        json.put("start", word.start());
        json.put("end", word.end());
        return json;
    }

    /** A segment ends with its sentence, its turn, or before a pause. */
    private static List<Map<String, Object>> segments(List<HeardWord> words) {
        List<Map<String, Object>> segments = new ArrayList<>();
        int first = 0;
        for (int i = 1; i <= words.size(); i++) {
            HeardWord last = words.get(i - 1);
            boolean ends = i == words.size()
                    || last.endsSentence()
                    || words.get(i).turn() != last.turn()
                    || words.get(i).start() - last.end() > PAUSE_SECONDS;
            if (ends) {
                segments.add(segment(segments.size(), words.subList(first, i)));
                first = i;
            }
        }
        return segments;
    }

    private static Map<String, Object> segment(int id, List<HeardWord> words) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("seek", 0);
        json.put("start", words.getFirst().start());
        json.put("end", words.getLast().end());
        json.put("text", " " + Heard.text(words));
        json.put("tokens", List.of());
        json.put("temperature", 0.0);
        json.put("avg_logprob", -0.2);
        json.put("compression_ratio", 1.2);
        json.put("no_speech_prob", 0.01);
        return json;
    }
}
