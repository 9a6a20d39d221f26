package io.aftercall.transcribe;

import static io.aftercall.transcribe.Utterance.Speaker.AGENT;
import static io.aftercall.transcribe.Utterance.Speaker.CUSTOMER;
import static io.aftercall.transcribe.Utterance.Speaker.UNKNOWN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.CallRecorded;
import io.aftercall.ingest.Calls;
import io.aftercall.ingest.ContentHash;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import io.aftercall.ingest.MemoryCallFolder;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.RecordedCalls;
import io.aftercall.ingest.Recording;
import io.aftercall.ingest.TransientFailure;
import io.aftercall.transcribe.SpeechServer.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With the real ffmpeg, over real HTTP. */
class TranscriberIT {
    private static final int QUIET = 10;
    private static final TranscribeSettings.Audio AS_SHIPPED = new TranscribeSettings.Audio(
            TranscribeSettings.Audio.Format.FLAC, Duration.ofSeconds(120), Duration.ofMillis(500));
    private static final Clock CLOCK = Clock.fixed(Transcripts.AT, ZoneOffset.UTC);

    private final MemoryCallFolder folder = new MemoryCallFolder();
    private final String callId = UUID.randomUUID().toString();
    private final String key = "generic-" + callId;
    private SpeechServer server;

    @BeforeEach
    void start() throws IOException {
        server = new SpeechServer();
    }

    @AfterEach
    void leavesNoTemporaryFile() throws IOException {
        server.close();
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertThat(files.filter(file -> file.toString().contains(callId))).isEmpty();
        }
    }

    @Test
    void mapsTimesOfBothPartiesBackToTheRecording() {
        byte[] wav = Sounds.ofMillis(30_000)
                .channel(QUIET, 1000, 3000, 9000, 10_500, 25_000, 28_000)
                .channel(QUIET, 4000, 8000, 12_000, 12_400, 13_500, 14_000)
                .wav();

        Transcript transcript = transcribe(wav);

        assertThat(transcript.utterances())
                .extracting(Utterance::id, Utterance::speaker, Utterance::text)
                .containsExactly(
                        tuple("u1", AGENT, "b1."),
                        tuple("u2", CUSTOMER, "b1."),
                        tuple("u3", AGENT, "b2."),
                        tuple("u4", CUSTOMER, "b2."),
                        tuple("u5", CUSTOMER, "b3."),
                        tuple("u6", AGENT, "b3."));
        assertTimes(transcript, 1000, 3000, 4000, 8000, 9000, 10_500, 12_000, 12_400, 13_500, 14_000, 25_000, 28_000);
        assertThat(transcript.durationMs()).isBetween(29_990L, 30_010L);
        assertThat(transcript.speechMs()).isBetween(11_300L, 11_600L);
        assertThat(transcript.language()).isEqualTo("en");
        assertThat(transcript.model()).isEqualTo("whisper-1");
    }

    @Test
    void hearsTheRecordingsOfACallThatWasPassedOnAsOne() {
        byte[] first = Sounds.ofMillis(10_000)
                .channel(QUIET, 1000, 3000)
                .channel(QUIET, 5000, 6000)
                .wav();
        byte[] second = Sounds.ofMillis(5_000).channel(QUIET, 2000, 4000).wav();
        Recording then = stored("second.bin", second);
        Recording both = new Recording(
                "recording.bin",
                first.length,
                stored("recording.bin", first).sha256(),
                null,
                Calls.ENDED,
                null,
                List.of(then));

        CallTranscribed transcribed = transcriber(settings(true)).transcribe(Calls.aRecordedCall(callId, both));

        Transcript transcript = transcribed.transcript();
        assertThat(transcribed.recording()).isEqualTo(both);
        assertThat(transcript.utterances())
                .extracting(Utterance::id, Utterance::speaker)
                .containsExactly(tuple("u1", AGENT), tuple("u2", CUSTOMER), tuple("u3", UNKNOWN));
        assertTimes(transcript, 1000, 3000, 5000, 6000, 12_000, 14_000);
        assertThat(transcript.durationMs()).isBetween(14_990L, 15_010L);
        assertThat(transcript.input())
                .as("not that of the first alone")
                .isNotEqualTo(transcribe(settings(true), first).input());
    }

    @Test
    void putsTheSidesOfAConversationBesideEachOther() {
        byte[] agent =
                Sounds.ofMillis(10_000).channel(QUIET, 1000, 3000, 7000, 8000).wav();
        byte[] customer = Sounds.ofMillis(6_000).channel(QUIET, 500, 2000).wav();
        Recording customers = side(stored("c.bin", customer), Recording.Side.CUSTOMER, List.of());
        Recording both = side(stored("a.bin", agent), Recording.Side.AGENT, List.of(customers));

        Transcript transcript = transcriber(settings(true))
                .transcribe(Calls.aRecordedCall(callId, both))
                .transcript();

        assertThat(transcript.utterances())
                .as("both end at the same time: the customer's begins four seconds later")
                .extracting(Utterance::id, Utterance::speaker)
                .containsExactly(tuple("u1", AGENT), tuple("u2", CUSTOMER), tuple("u3", AGENT));
        assertTimes(transcript, 1000, 3000, 4500, 6000, 7000, 8000);
        assertThat(transcript.durationMs()).isBetween(9_990L, 10_010L);
    }

    @Test
    void goesOnWithoutARecordingThatCannotBeHeard() {
        Recording text = stored("text.bin", "no sound".getBytes(UTF_8));
        byte[] wav = Sounds.ofMillis(5_000).channel(QUIET, 2000, 4000).wav();
        Recording heard = stored("b.bin", wav);
        Recording both =
                new Recording(text.name(), text.bytes(), text.sha256(), null, Calls.ENDED, null, List.of(heard));

        Transcript transcript = transcriber(settings(true))
                .transcribe(Calls.aRecordedCall(callId, both))
                .transcript();

        assertTimes(transcript, 2000, 4000);
    }

    @Test
    void doesNotLetAnEventThatWasHeldUpUndoALaterOne() {
        Recording first = stored(
                "a.bin", Sounds.ofMillis(5_000).channel(QUIET, 1000, 3000).wav());
        Recording second = stored(
                "b.bin", Sounds.ofMillis(5_000).channel(QUIET, 2000, 4000).wav());
        RecordedCalls facts = new RecordedCalls(folder);
        keep(facts, "1", first);
        CallRecorded early = facts.stored(key).orElseThrow();
        keep(facts, "2", second);
        CallRecorded late = facts.stored(key).orElseThrow();
        Transcriber transcriber = transcriber(settings(true));

        CallTranscribed whole = transcriber.transcribe(late);
        CallTranscribed again = transcriber.transcribe(early);

        assertThat(late.at()).isAfter(early.at());
        assertThat(whole.transcript().utterances()).hasSize(2);
        assertThat(again).isEqualTo(whole);
    }

    @Test
    void doesNotLetAnEventThatWasHeldUpUndoACorrectionOfWhoIsHeard() {
        Recording sound = stored(
                "a.bin", Sounds.ofMillis(5_000).channel(QUIET, 1000, 3000).wav());
        RecordedCalls facts = new RecordedCalls(folder);
        keep(facts, "1", sound);
        CallRecorded early = facts.stored(key).orElseThrow();
        facts.keep(new CallHungUp(
                Calls.aCall(callId),
                "http://pbx.example.com/1",
                Calls.ENDED.plusSeconds(60),
                Map.of("id", "1", "side", "customer"),
                new CallHungUp.Part("1", Calls.ENDED, Recording.Side.CUSTOMER)));
        CallRecorded late = facts.stored(key).orElseThrow();
        Transcriber transcriber = transcriber(settings(true));

        CallTranscribed corrected = transcriber.transcribe(late);
        CallTranscribed again = transcriber.transcribe(early);

        assertThat(corrected.transcript().utterances())
                .extracting(Utterance::speaker)
                .containsExactly(CUSTOMER);
        assertThat(again).isEqualTo(corrected);
    }

    /** As the stage before does it. */
    private void keep(RecordedCalls facts, String id, Recording recording) {
        String address = "http://pbx.example.com/" + id;
        facts.keep(new CallHungUp(
                Calls.aCall(callId), address, Calls.ENDED, Map.of("id", id), new CallHungUp.Part(id, null, null)));
        folder.create(
                key,
                "recorded-" + ContentHash.shortOf(address) + ".json",
                CallJson.write(new Recording(
                        recording.name(),
                        recording.bytes(),
                        recording.sha256(),
                        null,
                        Calls.ENDED.plusSeconds(Integer.parseInt(id)))));
    }

    private static Recording side(Recording recording, Recording.Side side, List<Recording> then) {
        return new Recording(
                recording.name(),
                recording.bytes(),
                recording.sha256(),
                null,
                Calls.ENDED,
                new Recording.Track(side, Calls.ENDED),
                then);
    }

    private Recording stored(String name, byte[] content) {
        folder.create(key, name, content);
        return new Recording(name, content.length, sha256(content), null, Calls.ENDED);
    }

    @Test
    void sendsOnlySpeechAndAsksForTimes() {
        transcribe(Sounds.ofMillis(60_000).channel(QUIET, 50_000, 52_000).wav());

        SpeechServer.Upload upload = server.uploads.getFirst();
        byte[] sent = Sounds.converted(upload.audio(), "s16", "-f", "s16le");
        assertThat(sent.length / 32).isBetween(2400, 2500);
        assertThat(upload.file()).isEqualTo("0-0.flac");
        assertThat(upload.form())
                .contains("Content-Type: audio/flac", "verbose_json", "timestamp_granularities", "whisper-1");
    }

    @Test
    void keepsAShortPauseInsideOneUtterance() {
        Transcript transcript = transcribe(Sounds.ofMillis(10_000)
                .channel(QUIET, 1000, 2000, 2550, 3500, 6000, 7000)
                .wav());

        assertThat(transcript.utterances()).extracting(Utterance::text).containsExactly("b1. b2.", "b3.");
        assertTimes(transcript, 1000, 3500, 6000, 7000);
    }

    @Test
    void findsOneWordInALongSilence() {
        assertTimes(
                transcribe(
                        Sounds.ofMillis(120_000).channel(QUIET, 70_000, 70_200).wav()),
                70_000,
                70_200);
    }

    @Test
    void doesNotTellSpeakersApartOnOneChannel() {
        Transcript transcript =
                transcribe(Sounds.ofMillis(8000).channel(QUIET, 2000, 4000).wav());

        assertThat(transcript.utterances()).extracting(Utterance::speaker).containsExactly(UNKNOWN);
        assertTimes(transcript, 2000, 4000);
    }

    @Test
    void treatsTwoChannelsWithTheSameSoundAsOne() {
        Transcript transcript = transcribe(
                Sounds.ofMillis(8000).channel(QUIET, 2000, 4000).sameAgain().as("mp3", "-b:a", "48k"));

        assertThat(transcript.utterances()).extracting(Utterance::speaker).containsExactly(UNKNOWN);
        assertThat(server.uploads).hasSize(1);
    }

    @Test
    void tellsASilentCustomerFromAMonoRecording() {
        Transcript transcript = transcribe(
                Sounds.ofMillis(8000).channel(QUIET, 2000, 4000).channel(0).wav());

        assertThat(transcript.utterances()).extracting(Utterance::speaker).containsExactly(AGENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wav -c:a pcm_mulaw",
                "wav -c:a pcm_alaw",
                "mp3 -b:a 32k",
                "ogg -c:a libopus -b:a 24k -ar 48000",
                "m4a -c:a aac",
                "webm -c:a libopus -ar 48000"
            })
    void decodesWhatTelephonySystemsDeliver(String format) {
        String[] parts = format.split(" ");
        byte[] recording = Sounds.ofMillis(12_000)
                .channel(QUIET, 1000, 3000)
                .channel(QUIET, 5000, 7000)
                .as(parts[0], Arrays.copyOfRange(parts, 1, parts.length));

        Transcript transcript = transcribe(recording);

        assertThat(transcript.utterances()).extracting(Utterance::speaker).containsExactly(AGENT, CUSTOMER);
        assertTimes(transcript, 1000, 3000, 5000, 7000);
    }

    @ParameterizedTest
    @EnumSource
    void sendsEveryFormat(TranscribeSettings.Audio.Format format) {
        TranscribeSettings settings =
                settings(true, new TranscribeSettings.Audio(format, Duration.ofSeconds(120), Duration.ofMillis(500)));

        assertTimes(
                transcribe(
                        settings,
                        Sounds.ofMillis(9000).channel(QUIET, 2000, 4000).wav()),
                2000,
                4000);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 30, 300})
    void hearsNoSpeechInSilenceAndLineNoise(int noise) {
        Transcript transcript =
                transcribe(Sounds.ofMillis(20_000).channel(noise).channel(noise).as("wav", "-c:a", "pcm_mulaw"));

        assertThat(transcript.hasSpeech()).isFalse();
        assertThat(transcript.durationMs()).isEqualTo(20_000);
        assertThat(transcript.speechMs()).isZero();
        assertThat(transcript.language()).isNull();
        assertThat(server.uploads).isEmpty();
    }

    @Test
    void takesNothingHeardForAResult() {
        server.answers = upload -> Answer.ok("{\"text\":\"  \",\"language\":\"english\",\"words\":[],\"segments\":[]}");

        Transcript transcript =
                transcribe(Sounds.ofMillis(8000).channel(QUIET, 2000, 4000).wav());

        assertThat(transcript.hasSpeech()).isFalse();
        assertThat(transcript.language()).isNull();
        assertThat(folder.read(key, "transcript.json")).isPresent();
    }

    @Test
    void hasNothingToTranscribeWhenNobodyAnswered() {
        CallRecorded unanswered = new CallRecorded(Calls.aCallNobodyAnswered(callId), null, Transcripts.AT);

        assertThat(transcriber(settings(true)).transcribe(unanswered))
                .isEqualTo(new CallTranscribed(unanswered.call(), null, null, Transcripts.AT));
        assertThat(folder.list(key, "")).isEmpty();
    }

    @Test
    void refusesAWaveHeaderWithoutSound() {
        assertRefused(
                Arrays.copyOf(Sounds.ofMillis(0).channel(0).wav(), 44),
                "recording of call " + key + ": 44 bytes, no audio stream");
    }

    @Test
    void refusesAnEmptyFile() {
        assertRefused(new byte[0], "recording of call " + key + ": 0 bytes, no audio stream");
    }

    @Test
    void refusesAWebPageWithFfmpegsReason() {
        assertRefused(
                "<html><body>Please log in</body></html>".getBytes(UTF_8),
                "recording of call " + key + ": 39 bytes, ffmpeg: Invalid data found when processing input");
    }

    @Test
    void refusesAPlaylistThatPointsToOtherFiles() {
        byte[] playlist =
                "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n".getBytes(UTF_8);

        assertRefused(playlist, "recording of call " + key + ": 77 bytes, ffmpeg: Invalid argument");
    }

    @Test
    void refusesARecordingThatIsNotInTheFolder() {
        CallRecorded recorded = Calls.aRecordedCall(callId, Transcripts.aRecording());

        assertThatThrownBy(() -> transcriber(settings(true)).transcribe(recorded))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage("recording of call %s: recording.2b2b2b2b2b2b.wav is not in its folder", key);
    }

    @Test
    void decodesWhatIsThereOfATruncatedMp3() {
        byte[] mp3 = Sounds.ofMillis(20_000)
                .channel(QUIET, 1000, 3000, 15_000, 17_000)
                .as("mp3", "-b:a", "32k");

        Transcript transcript = transcribe(Arrays.copyOf(mp3, mp3.length / 2));

        assertTimes(transcript, 1000, 3000);
        assertThat(transcript.durationMs()).isBetween(9_500L, 10_500L);
    }

    @Test
    void givesTheStoredTranscriptForTheSameInput() {
        byte[] wav = Sounds.ofMillis(8000).channel(QUIET, 2000, 4000).wav();
        Transcript first = transcribe(wav);

        assertThat(transcribe(wav)).isEqualTo(first);
        assertThat(server.uploads).hasSize(1);
    }

    @Test
    void transcribesAnewForAnotherModel() {
        byte[] wav = Sounds.ofMillis(8000).channel(QUIET, 2000, 4000).wav();
        Transcript first = transcribe(wav);
        Transcript second = transcribe(settings(false), wav);

        assertThat(second.input()).isNotEqualTo(first.input());
        assertThat(server.uploads).hasSize(2);
        assertThat(folder.list(key, "speech/")).hasSize(2);
    }

    @Test
    void asksAgainOnlyForTheChunkThatIsMissing() {
        byte[] wav = Sounds.ofMillis(40_000)
                .channel(QUIET, 1000, 5000, 7000, 11_000, 13_000, 17_000)
                .channel(QUIET, 20_000, 24_000)
                .wav();
        TranscribeSettings settings = settings(
                true,
                new TranscribeSettings.Audio(
                        TranscribeSettings.Audio.Format.FLAC, Duration.ofSeconds(5), Duration.ofMillis(500)));
        AtomicBoolean away = new AtomicBoolean(true);
        server.answers = upload -> away.get() && upload.file().startsWith("0-1")
                ? new Answer(500, "{\"error\":{\"message\":\"boom\"}}", null)
                : SpeechServer.bursts(upload);

        assertThatThrownBy(() -> transcribe(settings, wav))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining(key);
        assertThat(folder.list(key, "speech/")).hasSize(3);
        assertThat(folder.read(key, "transcript.json")).isEmpty();

        away.set(false);
        Transcript transcript = transcribe(settings, wav);

        assertThat(server.files()).containsExactly("0-0.flac", "0-1.flac", "0-1.flac", "0-2.flac", "1-0.flac");
        assertTimes(transcript, 1000, 5000, 7000, 11_000, 13_000, 17_000, 20_000, 24_000);
    }

    @Test
    void waitsAsLongAsTheModelAsks() {
        server.answers = upload -> new Answer(429, "{\"error\":{\"message\":\"Rate limit reached\"}}", "90");

        assertThatThrownBy(this::transcribeABurst)
                .isInstanceOfSatisfying(
                        TransientFailure.class, e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(90)))
                .hasMessageContaining("Rate limit reached");
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 408, 409, 500, 503})
    void waitsForAModelThatIsAway(int status) {
        server.answers = upload -> new Answer(status, "{\"error\":{\"message\":\"not now\"}}", null);

        assertThatThrownBy(this::transcribeABurst)
                .isInstanceOfSatisfying(
                        TransientFailure.class, e -> assertThat(e.retryAfter()).isNull())
                .hasMessageContaining(key);
    }

    @Test
    void makesATranscriptAgainThatCannotBeRead() throws Exception {
        folder.replace(key, "transcript.json", "{broken".getBytes(StandardCharsets.UTF_8));

        assertThat(transcribeABurst().utterances()).isNotEmpty();
    }

    @Test
    void waitsForPeopleToMendTheKey() {
        server.answers = upload -> new Answer(401, "{\"error\":{\"message\":\"Incorrect API key\"}}", null);

        assertThatThrownBy(this::transcribeABurst)
                .isInstanceOf(TransientFailure.class)
                .hasMessage("the speech model answered call " + key + " with 401, our key is refused");
    }

    @Test
    void waitsForAModelThatCannotBeReached() {
        server.close();

        assertThatThrownBy(this::transcribeABurst)
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining(key);
    }

    @Test
    void givesUpOnAModelThatNeverAnswers() {
        CountDownLatch never = new CountDownLatch(1);
        server.answers = upload -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Answer.ok("{}");
        };

        assertThatThrownBy(() -> transcribe(
                        settings(true, AS_SHIPPED, Duration.ofMillis(200)),
                        Sounds.ofMillis(8000).channel(QUIET, 2000, 4000).wav()))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining("the speech model did not answer on call " + key);
        never.countDown();
    }

    @Test
    void failsTheCallWhenTheModelRejectsItsAudio() {
        server.answers = upload -> new Answer(400, "{\"error\":{\"message\":\"Audio file is too short\"}}", null);

        assertThatThrownBy(this::transcribeABurst)
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining(key)
                .hasMessageContaining("Audio file is too short");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"text\":", "{}", "[]", "<html>", "{\"text\":\"a\",\"words\":[{\"start\":1}]}"})
    void keepsNoMalformedAnswer(String body) {
        server.answers = upload -> Answer.ok(body);

        assertThatThrownBy(this::transcribeABurst).isInstanceOf(TransientFailure.class);
        assertThat(folder.list(key, "speech/")).isEmpty();
    }

    @Test
    void spreadsTextWithoutTimesOverTheSpeech() {
        server.answers = upload -> Answer.ok("{\"text\":\"one two three four\"}");

        Transcript transcript = transcribe(
                settings(false),
                Sounds.ofMillis(20_000)
                        .channel(QUIET, 2000, 4000, 15_000, 17_000)
                        .wav());

        assertThat(server.uploads.getFirst().form()).doesNotContain("timestamp_granularities", "verbose_json");
        assertThat(transcript.utterances()).extracting(Utterance::text).containsExactly("one two", "three four");
        // 7 of 18 characters of 4 s of speech.
        assertTimes(transcript, 2000, 3560, 15_000, 17_000);
    }

    private Transcript transcribeABurst() {
        return transcribe(Sounds.ofMillis(8000).channel(QUIET, 2000, 4000).wav());
    }

    private void assertRefused(byte[] recording, String message) {
        assertThatThrownBy(() -> transcribe(recording))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage(message);
        assertThat(folder.read(key, "transcript.json")).isEmpty();
    }

    private static void assertTimes(Transcript transcript, int... startsAndEnds) {
        List<Long> times = transcript.utterances().stream()
                .flatMap(u -> Stream.of(u.startMs(), u.endMs()))
                .toList();
        assertThat(times).hasSize(startsAndEnds.length);
        for (int i = 0; i < startsAndEnds.length; i++) {
            assertThat(times.get(i))
                    .as("time %d of %s", i, times)
                    .isBetween(startsAndEnds[i] - 60L, startsAndEnds[i] + 60L);
        }
    }

    private Transcript transcribe(byte[] recording) {
        return transcribe(settings(true), recording);
    }

    private Transcript transcribe(TranscribeSettings settings, byte[] recording) {
        Recording stored = stored("recording.bin", recording);
        CallTranscribed transcribed = transcriber(settings).transcribe(Calls.aRecordedCall(callId, stored));
        assertThat(transcribed.recording()).isEqualTo(stored);
        assertThat(transcribed.at()).isEqualTo(Transcripts.AT);
        return transcribed.transcript();
    }

    private Transcriber transcriber(TranscribeSettings settings) {
        try {
            return new TranscribeConfiguration()
                    .transcriber(
                            folder,
                            server.client(),
                            new Dependency(Dependency.Kind.SPEECH, "stub"),
                            settings,
                            Gate.OPEN,
                            CLOCK);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TranscribeSettings settings(boolean timestamps) {
        return settings(timestamps, AS_SHIPPED);
    }

    private static TranscribeSettings settings(boolean timestamps, TranscribeSettings.Audio audio) {
        return settings(timestamps, audio, Duration.ofSeconds(20));
    }

    private static TranscribeSettings settings(
            boolean timestamps, TranscribeSettings.Audio audio, Duration requestTimeout) {
        return new TranscribeSettings(
                "whisper-1",
                timestamps,
                null,
                null,
                4,
                requestTimeout,
                audio,
                new TranscribeSettings.Ffmpeg(null, Sounds.CACHE, null, Duration.ofSeconds(60)));
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
