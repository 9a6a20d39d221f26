package io.aftercall.transcribe;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.CallRecorded;
import io.aftercall.ingest.ContentHash;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.PlatformRecord;
import io.aftercall.ingest.RecordedCalls;
import io.aftercall.ingest.Recording;
import io.aftercall.ingest.Submissions;
import io.aftercall.ingest.TransientFailure;
import io.aftercall.ingest.Undecodable;
import io.aftercall.transcribe.audio.AudioPreparation;
import io.aftercall.transcribe.audio.Chunk;
import io.aftercall.transcribe.audio.Encoded;
import io.aftercall.transcribe.audio.SpeechAudio;
import io.aftercall.transcribe.audio.Workspace;
import io.aftercall.transcribe.speech.OpenAiSpeech;
import io.aftercall.transcribe.speech.SpeechAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out who said what and when in a call's recording; the same input costs nothing a second time. */
public final class Transcriber {
    private static final Logger LOG = LoggerFactory.getLogger(Transcriber.class);

    private final CallFolder folder;
    private final AudioPreparation preparation;
    private final OpenAiSpeech speech;
    private final TranscribeSettings settings;
    private final Clock clock;

    Transcriber(
            CallFolder folder,
            AudioPreparation preparation,
            OpenAiSpeech speech,
            TranscribeSettings settings,
            Clock clock) {
        this.folder = folder;
        this.preparation = preparation;
        this.speech = speech;
        this.settings = settings;
        this.clock = clock;
    }

    /** Whether there is anything to be heard: not of what was written, nor where the telephony system has heard it. */
    public static boolean isToBeHeard(CallRecorded recorded) {
        Recording recording = recorded.recording();
        return recording != null
                && !Submissions.DIALOGUE.equals(recording.contentType())
                && PlatformRounds.input(recorded.delivered()).isEmpty();
    }

    /**
     * @throws TransientFailure when the speech model, the call folder or this machine cannot do it now
     * @throws PermanentFailure when the recording has no decodable audio or the speech model rejects it
     */
    public CallTranscribed transcribe(CallRecorded recorded) {
        Recording recording = recorded.recording();
        if (recording == null) {
            return new CallTranscribed(recorded.call(), null, null, recorded.at());
        }
        String key = recorded.call().key();
        PlatformRecord delivered = recorded.delivered();
        String heard = PlatformRounds.input(delivered).orElse("");
        String input = heard.isEmpty() ? input(recording) : heard;
        Optional<byte[]> before = folder.read(key, TranscribedCalls.TRANSCRIPT);
        Transcript transcript = before.flatMap(json -> stored(key, json))
                .filter(same -> same.input().equals(input))
                .orElse(null);
        if (transcript == null) {
            Optional<CallRecorded> newer = before.isPresent() ? newer(recorded) : Optional.empty();
            if (newer.isPresent()) {
                return transcribe(newer.get());
            }
            transcript = heard.isEmpty() || delivered == null
                    ? made(key, recording, input)
                    // Somebody has been paid for hearing it already.
                    : kept(key, PlatformRounds.transcript(delivered, input, clock.instant()));
        }
        return new CallTranscribed(recorded.call(), recording, transcript, transcript.at());
    }

    /**
     * An event that was held up may come after one of more recordings, or of a corrected one, and must not undo what came of
     * that. What the folder's facts come to now is older only while a recording is missing that the event has. Only looked for
     * where something else has been heard already.
     */
    private Optional<CallRecorded> newer(CallRecorded event) {
        return new RecordedCalls(folder)
                .stored(event.call().key())
                .filter(now -> !now.equals(event) && !now.at().isBefore(event.at()));
    }

    private static Optional<Transcript> stored(String key, byte[] json) {
        try {
            return Optional.of(CallJson.read(json, Transcript.class));
        } catch (Undecodable e) {
            // Written by a release with another shape: it can be made again, mostly from answers that are kept.
            LOG.warn("transcript of call {} is made again: {}", key, e.getMessage());
            return Optional.empty();
        }
    }

    private Transcript made(String key, Recording recording, String input) {
        Transcript transcript = Submissions.DIALOGUE.equals(recording.contentType())
                ? written(key, recording, input)
                : heard(key, recording, input);
        return kept(key, transcript);
    }

    private Transcript kept(String key, Transcript transcript) {
        folder.replace(key, TranscribedCalls.TRANSCRIPT, CallJson.write(transcript));
        return transcript;
    }

    private Transcript written(String key, Recording recording, String input) {
        byte[] text = folder.read(key, recording.name()).orElseThrow(() -> missing(key, recording));
        return WrittenDialogue.transcript(new String(text, UTF_8), input, clock.instant());
    }

    /** One that cannot be heard does not take the call's others along. */
    private Transcript heard(String key, Recording recording, String input) {
        Tracks tracks = new Tracks();
        PermanentFailure unheard = null;
        for (Recording part : recording.parts()) {
            try (Workspace work = Workspace.open(key)) {
                fetch(work, part);
                SpeechAudio audio = preparation.prepare(work, part);
                tracks.add(part, audio, heard(work, audio.chunks()));
            } catch (PermanentFailure e) {
                if (recording.then().isEmpty()) {
                    throw e;
                }
                LOG.warn(
                        "of {} recordings one cannot be heard: {}",
                        recording.parts().size(),
                        e.getMessage());
                unheard = e;
            }
        }
        if (unheard != null && tracks.isEmpty()) {
            throw unheard;
        }
        return tracks.transcript(settings.model(), input, clock.instant());
    }

    private void fetch(Workspace work, Recording recording) {
        String key = work.callKey();
        try (InputStream content = folder.open(key, recording.name()).orElseThrow(() -> missing(key, recording))) {
            work.put(content);
        } catch (IOException e) {
            throw TransientFailure.outage("recording of call " + key + " could not be read", e);
        }
    }

    private static PermanentFailure missing(String key, Recording recording) {
        return new PermanentFailure("recording of call %s: %s is not in its folder".formatted(key, recording.name()));
    }

    private List<Heard> heard(Workspace work, List<Chunk> chunks) {
        Map<Chunk, SpeechAnswer> answers = new LinkedHashMap<>();
        for (Chunk chunk : chunks) {
            speech.stored(work.callKey(), chunk).ifPresent(answer -> answers.put(chunk, answer));
        }
        List<Chunk> missing =
                chunks.stream().filter(chunk -> !answers.containsKey(chunk)).toList();
        if (!missing.isEmpty()) {
            for (Heard heard : asked(work, preparation.encode(work, missing))) {
                answers.put(heard.chunk(), heard.answer());
            }
        }
        return chunks.stream()
                .map(chunk -> new Heard(chunk, Objects.requireNonNull(answers.get(chunk))))
                .toList();
    }

    /** All at once; when one fails the others still finish, as their answers are paid for and will be needed. */
    private List<Heard> asked(Workspace work, List<Encoded> encoded) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Heard>> asked = threads.invokeAll(encoded.stream()
                    .map(one -> (Callable<Heard>) () -> new Heard(one.chunk(), speech.ask(work.callKey(), one)))
                    .toList());
            asked.stream()
                    .filter(future -> future.state() == Future.State.FAILED)
                    .map(Future::exceptionNow)
                    .reduce((one, other) -> other instanceof PermanentFailure ? other : one)
                    .ifPresent(Transcriber::rethrow);
            return asked.stream().map(Future::resultNow).toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TransientFailure.outage("interrupted while the speech model heard call " + work.callKey(), e);
        }
    }

    private static void rethrow(Throwable failure) {
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        throw new IllegalStateException(failure);
    }

    private static String heardAs(Recording part) {
        Recording.Track track = part.track();
        return track == null ? part.sha256() : part.sha256() + "/" + track.side() + "/" + track.endedAt();
    }

    private String input(Recording recording) {
        if (Submissions.DIALOGUE.equals(recording.contentType())) {
            // As whoever judges it on the spot names it: nothing is asked that could be set otherwise.
            return recording.sha256();
        }
        TranscribeSettings.Audio audio = settings.audio();
        return ContentHash.of(
                recording.parts().stream().map(Transcriber::heardAs).collect(Collectors.joining("+")),
                AudioPreparation.VERSION,
                settings.model(),
                String.valueOf(settings.timestamps()),
                String.valueOf(settings.language()),
                String.valueOf(settings.prompt()),
                audio.format().name(),
                audio.maxChunk().toString(),
                audio.silence().toString());
    }
}
