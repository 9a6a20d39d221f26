package io.aftercall.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.MultipartField;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.audio.AudioResponseFormat;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams;
import com.openai.models.audio.transcriptions.TranscriptionVerbose;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.StructuredChatCompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import com.openai.models.responses.StructuredResponseCreateParams;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenAI's own client understands every answer. */
class OpenAiClientIT {
    @TempDir
    static Path temporary;

    private static Simulator simulator;
    private static OpenAIClient client;

    public enum Verdict {
        MET,
        MISSED
    }

    public record Criterion(String id, Verdict verdict) {}

    public record Emotion(int score) {}

    public record Analysis(String summary, Emotion emotion, List<Criterion> criteria, Optional<String> nextStep) {}

    @BeforeAll
    static void start() throws IOException {
        Path calls = Folders.ofCalls(temporary, 3, 4);
        simulator = Simulator.start(SimulatorSettings.of(calls, Path.of("target/cache")));
        client = OpenAIOkHttpClient.builder()
                .apiKey("simulated")
                .baseUrl(simulator.openAiUrl())
                .maxRetries(0)
                .build();
    }

    @AfterAll
    static void stop() throws IOException {
        client.close();
        simulator.close();
    }

    private static TranscriptionCreateParams.Builder upload(AudioResponseFormat format) throws IOException {
        byte[] bytes = Files.readAllBytes(temporary.resolve("call-2.wav"));
        return TranscriptionCreateParams.builder()
                .file(MultipartField.<InputStream>builder()
                        .value(new ByteArrayInputStream(bytes))
                        .filename("c0-0.flac")
                        .contentType("audio/flac")
                        .build())
                .model("whisper-1")
                .language("en")
                .prompt("call-0")
                .responseFormat(format);
    }

    private static final String CALL_2 = String.join(
            " ", Folders.sentence(2, 0), Folders.sentence(2, 1), Folders.sentence(2, 2), Folders.sentence(2, 3));

    @Test
    void readsAVerboseTranscription() throws IOException {
        TranscriptionVerbose heard = client.audio()
                .transcriptions()
                .create(upload(AudioResponseFormat.VERBOSE_JSON)
                        .addTimestampGranularity(TranscriptionCreateParams.TimestampGranularity.WORD)
                        .addTimestampGranularity(TranscriptionCreateParams.TimestampGranularity.SEGMENT)
                        .build())
                .asVerbose();

        assertThat(heard.text()).isEqualTo(CALL_2);
        assertThat(heard.language()).isEqualTo("english");
        assertThat(heard.duration()).isCloseTo(13.8, within(0.05));
        assertThat(heard.words().orElseThrow()).hasSize(24);
        assertThat(heard.words().orElseThrow().getFirst().start()).isCloseTo(0.5, within(0.1));
        assertThat(String.join(
                                "",
                                heard.segments().orElseThrow().stream()
                                        .map(s -> s.text())
                                        .toList())
                        .strip())
                .isEqualTo(CALL_2);
        assertThat(heard.segments().orElseThrow()).allMatch(s -> s.end() > s.start());
    }

    @Test
    void readsPlainTranscriptions() throws IOException {
        assertThat(client.audio()
                        .transcriptions()
                        .create(upload(AudioResponseFormat.JSON).build())
                        .asTranscription()
                        .text())
                .isEqualTo(CALL_2);
        assertThat(client.audio()
                        .transcriptions()
                        .create(upload(AudioResponseFormat.TEXT).build())
                        .asTranscription()
                        .text())
                .startsWith(CALL_2);
    }

    private static String prompt() {
        return "{\"criterion\":\"greeting\"}\n{\"utterance\":\"u1\",\"speaker\":\"agent\",\"text\":\""
                + Folders.sentence(2, 0) + " " + Folders.sentence(2, 2) + "\"}";
    }

    private static StructuredChatCompletionCreateParams<Analysis> chat() {
        return ChatCompletionCreateParams.builder()
                .model("gpt-5.2")
                .addSystemMessage("Judge.")
                .addUserMessage(prompt())
                .responseFormat(Analysis.class)
                .build();
    }

    private static void assertJudgement(Analysis analysis) {
        assertThat(analysis.summary()).isEqualTo("Call 2");
        assertThat(analysis.emotion().score()).isEqualTo(2);
        assertThat(analysis.criteria()).extracting(Criterion::id).containsExactly("greeting");
        assertThat(analysis.nextStep()).isEmpty();
    }

    @Test
    void readsAStructuredChatCompletion() {
        var answer = client.chat().completions().create(chat());

        assertJudgement(answer.choices().getFirst().message().content().orElseThrow());
        assertThat(answer.usage().orElseThrow().totalTokens()).isPositive();
    }

    @Test
    void readsAStreamedChatCompletion() {
        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();

        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(chat())) {
            stream.stream().forEach(accumulator::accumulate);
        }

        assertJudgement(accumulator
                .chatCompletion(Analysis.class)
                .choices()
                .getFirst()
                .message()
                .content()
                .orElseThrow());
    }

    private static StructuredResponseCreateParams<Analysis> response() {
        return ResponseCreateParams.builder()
                .model("gpt-5.2")
                .instructions("Judge.")
                .input(prompt())
                .text(Analysis.class)
                .build();
    }

    @Test
    void readsAStructuredResponse() {
        var answer = client.responses().create(response());

        assertJudgement(
                answer.output().getFirst().asMessage().content().getFirst().asOutputText());
        assertThat(answer.usage().orElseThrow().totalTokens()).isPositive();
    }

    @Test
    void readsAStreamedResponse() {
        ResponseAccumulator accumulator = ResponseAccumulator.create();

        try (StreamResponse<ResponseStreamEvent> stream = client.responses().createStreaming(response())) {
            stream.stream().forEach(accumulator::accumulate);
        }

        var answer = accumulator.response(Analysis.class);
        assertJudgement(
                answer.output().getFirst().asMessage().content().getFirst().asOutputText());
    }

    @Test
    void readsTextWithoutASchema() {
        var answer = client.chat()
                .completions()
                .create(ChatCompletionCreateParams.builder()
                        .model("gpt-5.2")
                        .addUserMessage("Hello?")
                        .build());

        assertThat(answer.choices().getFirst().message().content()).hasValue("OK.");
    }

    @Test
    void readsUnitEmbeddings() {
        var params =
                EmbeddingCreateParams.builder().model("text-embedding-3-small").input("x");
        List<Float> asBase64 =
                client.embeddings().create(params.build()).data().getFirst().embedding();
        List<Float> asFloats = client.embeddings()
                .create(params.encodingFormat(EmbeddingCreateParams.EncodingFormat.FLOAT)
                        .build())
                .data()
                .getFirst()
                .embedding();

        assertThat(asBase64).hasSize(1536).isEqualTo(asFloats);
        assertThat(asBase64.stream().mapToDouble(f -> f * f).sum()).isCloseTo(1, within(1e-4));
    }

    @Test
    void listsModels() {
        assertThat(client.models().list().data()).extracting(m -> m.id()).contains("whisper-1");
    }
}
