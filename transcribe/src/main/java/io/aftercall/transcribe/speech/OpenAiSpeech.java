package io.aftercall.transcribe.speech;

import com.openai.client.OpenAIClient;
import com.openai.core.MultipartField;
import com.openai.core.RequestOptions;
import com.openai.core.http.HttpResponseFor;
import com.openai.errors.OpenAIException;
import com.openai.models.audio.AudioResponseFormat;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams.TimestampGranularity;
import com.openai.models.audio.transcriptions.TranscriptionCreateResponse;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.ContentHash;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import io.aftercall.ingest.TransientFailure;
import io.aftercall.ingest.Undecodable;
import io.aftercall.transcribe.ModelFailure;
import io.aftercall.transcribe.TranscribeSettings;
import io.aftercall.transcribe.audio.Chunk;
import io.aftercall.transcribe.audio.Encoded;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Optional;

/** A speech model behind OpenAI's transcription API; keeps every paid answer in the call folder before it is used. */
public final class OpenAiSpeech {
    private final OpenAIClient client;
    private final CallFolder folder;
    private final TranscribeSettings settings;
    private final Dependency dependency;
    private final Gate gate;

    public OpenAiSpeech(
            OpenAIClient client, CallFolder folder, TranscribeSettings settings, Dependency dependency, Gate gate) {
        this.dependency = dependency;
        this.gate = gate;
        this.client = client;
        this.folder = folder;
        this.settings = settings;
    }

    /** The answer to this very request from an earlier attempt. */
    public Optional<SpeechAnswer> stored(String callKey, Chunk chunk) {
        return folder.read(callKey, objectName(chunk)).map(SpeechAnswer::read);
    }

    /**
     * Asks the model.
     *
     * @throws TransientFailure when it is away, overloaded or answers nonsense
     * @throws io.aftercall.ingest.PermanentFailure when it rejects this request
     */
    public SpeechAnswer ask(String callKey, Encoded encoded) {
        byte[] raw = gate.through(dependency, callKey, () -> {
            byte[] sent = send(callKey, encoded);
            readable(callKey, sent);
            return sent;
        });
        SpeechAnswer answer = readable(callKey, raw);
        if (folder.create(callKey, objectName(encoded.chunk()), raw)) {
            return answer;
        }
        // Someone else asked at the same time and was first: both go on with the same answer.
        return stored(callKey, encoded.chunk()).orElse(answer);
    }

    private byte[] send(String callKey, Encoded encoded) {
        RequestOptions options =
                RequestOptions.builder().timeout(settings.requestTimeout()).build();
        try (HttpResponseFor<TranscriptionCreateResponse> response =
                client.audio().transcriptions().withRawResponse().create(request(encoded), options)) {
            return response.body().readAllBytes();
        } catch (OpenAIException e) {
            throw ModelFailure.of("the speech model", callKey, e);
        } catch (IOException e) {
            throw TransientFailure.outage("speech model's answer for call " + callKey + " broke off", e);
        }
    }

    private TranscriptionCreateParams request(Encoded encoded) throws IOException {
        // Bytes, not a path: only then the SDK sends a length and the content type.
        InputStream audio = new ByteArrayInputStream(Files.readAllBytes(encoded.file()));
        TranscriptionCreateParams.Builder request = TranscriptionCreateParams.builder()
                .file(MultipartField.<InputStream>builder()
                        .value(audio)
                        .filename(String.valueOf(encoded.file().getFileName()))
                        .contentType(encoded.contentType())
                        .build())
                .model(settings.model())
                .temperature(0);
        if (settings.timestamps()) {
            request.responseFormat(AudioResponseFormat.VERBOSE_JSON)
                    .addTimestampGranularity(TimestampGranularity.SEGMENT)
                    .addTimestampGranularity(TimestampGranularity.WORD);
        } else {
            request.responseFormat(AudioResponseFormat.JSON);
        }
        Optional.ofNullable(settings.language()).ifPresent(request::language);
        Optional.ofNullable(settings.prompt()).ifPresent(request::prompt);
        return request.build();
    }

    private static SpeechAnswer readable(String callKey, byte[] raw) {
        try {
            return SpeechAnswer.read(raw);
        } catch (Undecodable e) {
            throw TransientFailure.outage(
                    "speech model's answer for call %s is %s".formatted(callKey, e.getMessage()), e);
        }
    }

    private String objectName(Chunk chunk) {
        String request = ContentHash.shortOf(
                chunk.sha256(),
                settings.model(),
                String.valueOf(settings.timestamps()),
                String.valueOf(settings.language()),
                String.valueOf(settings.prompt()),
                settings.audio().format().name());
        return "speech/" + request + ".json";
    }
}
