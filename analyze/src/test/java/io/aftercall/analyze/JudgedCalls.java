package io.aftercall.analyze;

import io.aftercall.analyze.tags.RuleTag;
import io.aftercall.analyze.tags.TagRules;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallFailed;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.CallRecorded;
import io.aftercall.ingest.Calls;
import io.aftercall.ingest.Recording;
import io.aftercall.transcribe.CallTranscribed;
import io.aftercall.transcribe.Transcript;
import io.aftercall.transcribe.Utterance;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The shipped sample calls with the events that would come of them, judged as their scripts say. */
public final class JudgedCalls {
    private static final Path SCRIPTS = Path.of("..", "infra", "simulator", "samples", "scripts");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private JudgedCalls() {}

    /** The events of one call; each is given to the index on its own. */
    public record Events(CallHungUp hungUp, CallRecorded recorded, CallTranscribed transcribed, CallAnalyzed analyzed) {
        public List<CallDocument> documents() {
            return List.of(
                    CallDocument.of(hungUp),
                    CallDocument.of(recorded),
                    CallDocument.of(transcribed),
                    CallDocument.of(analyzed));
        }

        public CallDocument document() {
            return documents().stream().reduce(CallDocument::merge).orElseThrow();
        }

        /** Judged alike, and given tags by rules. */
        public CallAnalyzed analyzedBy(TagRules rules, RuleTag... tags) {
            CallAnalysis.ByRule found = new CallAnalysis.ByRule(rules.version(), analyzed.at(), List.of(tags));
            return new CallAnalyzed(analyzed.call(), analyzed.analysis().with(found), analyzed.at());
        }

        public CallFailed failed(String stage, Instant at) {
            return new CallFailed(hungUp.call().key(), stage, "call x: the " + stage + " stage gave up", at, "t", "{}");
        }
    }

    /** Of script {@code id}, as if it had ended at {@code endedAt}; {@code callId} tells repetitions apart. */
    public static Events of(String id, String callId, Instant endedAt) {
        JsonNode script = JSON.readTree(SCRIPTS.resolve(id + ".json").toFile());
        Call call = call(script, callId, endedAt);
        Instant recordedAt = endedAt.plusSeconds(4);
        Instant transcribedAt = endedAt.plusSeconds(19);
        Instant analyzedAt = endedAt.plusSeconds(27);
        Recording recording =
                new Recording("recording.0123456789ab.wav", 96_044, "0".repeat(64), "audio/wav", recordedAt);
        Transcript transcript = transcript(script, transcribedAt);
        return new Events(
                new CallHungUp(
                        call, "https://pbx.example.com/" + id + ".wav", endedAt.plusSeconds(1), Map.of("id", callId)),
                new CallRecorded(call, recording, recordedAt),
                new CallTranscribed(call, recording, transcript, transcribedAt),
                new CallAnalyzed(call, analysis(script, transcript, analyzedAt), analyzedAt));
    }

    public static Events of(String id) {
        return of(id, id, Calls.ENDED);
    }

    private static Call call(JsonNode script, String callId, Instant endedAt) {
        long ms = script.at("/turns").isEmpty()
                ? 12_000
                : lastOf(script.at("/turns")).path("end_ms").asLong() + 900;
        Instant answered = endedAt.minusMillis(ms);
        return new Call(
                Call.keyOf("generic", callId),
                "generic",
                callId,
                script.path("agent").asString(),
                Call.Direction.OUTBOUND,
                "+862100000115",
                "+862100000" + (100 + Math.floorMod(callId.hashCode(), 900)),
                new Call.Timing(answered.minusSeconds(9), answered, endedAt, ms + 9_000, ms),
                new Call.Ending("NORMAL_CLEARING", "customer"),
                new Call.References(null, "c-1005", null, null, null, null));
    }

    private static JsonNode lastOf(JsonNode turns) {
        return turns.get(turns.size() - 1);
    }

    private static Transcript transcript(JsonNode script, Instant at) {
        JsonNode turns = script.path("turns");
        List<Utterance> utterances = IntStream.range(0, turns.size())
                .mapToObj(i -> new Utterance(
                        "u" + (i + 1),
                        turns.get(i).path("speaker").asString().equals("customer")
                                ? Utterance.Speaker.CUSTOMER
                                : Utterance.Speaker.AGENT,
                        turns.get(i).path("start_ms").asLong(),
                        turns.get(i).path("end_ms").asLong(),
                        turns.get(i).path("text").asString()))
                .toList();
        return new Transcript(
                utterances.isEmpty() ? null : script.path("lang").asString(),
                Duration.ofSeconds(70).toMillis(),
                utterances.stream().mapToLong(u -> u.endMs() - u.startMs()).sum(),
                utterances,
                "whisper-1",
                "input",
                at);
    }

    private static CallAnalysis analysis(JsonNode script, Transcript transcript, Instant at) {
        JsonNode judgement = script.path("judgement");
        CallAnalysis.Engine engine = new CallAnalysis.Engine("model", "gpt-5-mini", "prompt-3", "manager-plus-2");
        if (!transcript.hasSpeech() || judgement.path("criteria").isEmpty()) {
            return CallAnalysis.ofSilence(CallAnalysis.Outcome.NO_SPEECH, engine, "input", at);
        }
        List<CallAnalysis.Criterion> criteria = judgement.path("criteria").properties().stream()
                .map(entry -> new CallAnalysis.Criterion(
                        entry.getKey(),
                        entry.getKey().substring(0, 1).toUpperCase()
                                + entry.getKey().substring(1).replace('_', ' '),
                        10,
                        CallAnalysis.Criterion.Verdict.valueOf(
                                entry.getValue().path("verdict").asString().toUpperCase()),
                        stream(entry.getValue().path("quotes"))
                                .map(quote -> evidence(quote.asString(), transcript))
                                .toList()))
                .toList();
        long met = criteria.stream()
                .filter(c -> c.verdict() == CallAnalysis.Criterion.Verdict.MET)
                .count();
        long missed = criteria.stream()
                .filter(c -> c.verdict() == CallAnalysis.Criterion.Verdict.MISSED)
                .count();
        int points = (int) (100 * met / Math.max(1, met + missed));
        int churn = judgement.at("/churn/score").asInt();
        int intent = judgement.at("/intent/score").asInt();
        return new CallAnalysis(
                CallAnalysis.Outcome.JUDGED,
                new CallAnalysis.Score(
                        points,
                        points >= 85 ? "A" : points >= 70 ? "B" : points >= 50 ? "C" : "D",
                        "Level",
                        "As the rubric has it",
                        "#1a7f37"),
                criteria,
                new CallAnalysis.Emotion(
                        judgement.at("/emotion/score").asInt(),
                        CallAnalysis.Sentiment.valueOf(
                                judgement.at("/emotion/label").asString().toUpperCase()),
                        List.of(),
                        List.of(),
                        List.of()),
                new CallAnalysis.PurchaseIntent(
                        intent,
                        intent <= 30 ? "low" : intent <= 60 ? "medium" : intent <= 80 ? "high" : "very_high",
                        List.of()),
                new CallAnalysis.ChurnRisk(
                        churn,
                        churn < 40 ? "low" : churn < 70 ? "medium" : "high",
                        stream(judgement.at("/churn/signals"))
                                .map(signal -> evidence(signal.path("quote").asString(), transcript))
                                .toList()),
                null,
                stream(judgement.path("objections"))
                        .map(objection -> new CallAnalysis.Objection(
                                objection.path("kind").asString(),
                                evidence(objection.path("quote").asString(), transcript)))
                        .toList(),
                List.of(),
                rounds(transcript),
                stream(judgement.path("tags")).map(JsonNode::asString).toList(),
                judgement.path("summary").asString(),
                List.of(),
                List.of(),
                judgement.path("next_step").isObject()
                        ? new CallAnalysis.NextStep(
                                judgement.at("/next_step/what").asString(),
                                judgement.at("/next_step/due_in_hours").asInt())
                        : null,
                new CallAnalysis.Requests(1, 0, 0),
                engine,
                "input",
                at);
    }

    /** One round for every two utterances. */
    private static List<CallAnalysis.Round> rounds(Transcript transcript) {
        List<Utterance> said = transcript.utterances();
        return IntStream.range(0, said.size() / 2)
                .mapToObj(i -> new CallAnalysis.Round(
                        said.get(2 * i).id(),
                        said.get(2 * i + 1).id(),
                        null,
                        0,
                        CallAnalysis.Sentiment.NEUTRAL,
                        List.of("round")))
                .toList();
    }

    private static Evidence evidence(String quote, Transcript transcript) {
        return transcript.utterances().stream()
                .filter(utterance -> utterance.text().contains(quote))
                .findFirst()
                .map(utterance -> new Evidence(utterance.id(), quote))
                .orElseThrow(() -> new IllegalStateException("nobody says: " + quote));
    }

    private static java.util.stream.Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
