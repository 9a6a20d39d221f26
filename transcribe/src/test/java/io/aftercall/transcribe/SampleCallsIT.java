package io.aftercall.transcribe;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.okhttp.OpenAIOkHttpClient;
import io.aftercall.ingest.Calls;
import io.aftercall.ingest.ContentHash;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import io.aftercall.ingest.MemoryCallFolder;
import io.aftercall.ingest.Recording;
import io.aftercall.simulator.Simulator;
import io.aftercall.simulator.SimulatorSettings;
import io.aftercall.simulator.calls.CallsFolder;
import io.aftercall.simulator.calls.SampleCall;
import io.aftercall.simulator.calls.Turn;
import io.aftercall.transcribe.Utterance.Speaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The sample calls, whose words and times are known, against the simulator's speech model. */
class SampleCallsIT {
    private static final Path SAMPLES = Path.of("..", "infra", "simulator", "samples");
    private static final Pattern WORD = Pattern.compile("\\p{IsHan}|[\\p{L}\\p{N}&&[^\\p{IsHan}]]+");

    private static Simulator simulator;

    @BeforeAll
    static void start() throws IOException {
        simulator = Simulator.start(SimulatorSettings.of(SAMPLES, Sounds.CACHE));
    }

    @AfterAll
    static void stop() throws IOException {
        simulator.close();
    }

    static Stream<SampleCall> calls() throws IOException {
        return CallsFolder.read(SAMPLES).calls().stream();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void hearsWhatWasSaidAndWhen(SampleCall call) throws IOException {
        Transcript transcript = transcribe(call, true);

        if (call.turns().isEmpty()) {
            assertThat(transcript.utterances()).isEmpty();
            return;
        }
        assertThat(transcript.language()).isEqualTo(call.lang());
        assertThat(wordsFound(call, transcript)).as("share of words").isGreaterThanOrEqualTo(0.9);
        assertSound(transcript);
        if (isStereo(call)) {
            assertThat(call.turns()).allSatisfy(turn -> assertThat(transcript.utterances())
                    .as("%s at %d", turn.text(), turn.startMs())
                    .anyMatch(u -> u.speaker() == speaker(turn) && Math.abs(u.startMs() - turn.startMs()) <= 300));
        } else {
            assertThat(transcript.utterances().getFirst().startMs())
                    .isBetween(
                            call.turns().getFirst().startMs() - 300L,
                            call.turns().getFirst().startMs() + 300L);
        }
    }

    @Test
    void hearsTheSameWordsFromAModelWithoutTimes() throws IOException {
        SampleCall call =
                calls().filter(c -> c.id().equals("en-won-01")).findFirst().orElseThrow();
        Transcript transcript = transcribe(call, false);

        assertThat(wordsFound(call, transcript)).isGreaterThanOrEqualTo(0.9);
        assertThat(transcript.language()).isNull();
        assertSound(transcript);
    }

    private static void assertSound(Transcript transcript) {
        List<Utterance> all = transcript.utterances();
        assertThat(all).isSortedAccordingTo(Comparator.comparingLong(Utterance::startMs));
        for (int i = 0; i < all.size(); i++) {
            Utterance one = all.get(i);
            assertThat(one.id()).isEqualTo("u" + (i + 1));
            assertThat(one.text()).isNotBlank().isEqualTo(one.text().strip());
            assertThat(one.startMs()).isNotNegative().isLessThan(one.endMs());
            assertThat(one.endMs()).isLessThanOrEqualTo(transcript.durationMs());
            assertThat(all.subList(0, i))
                    .filteredOn(before -> before.speaker() == one.speaker())
                    .allMatch(before -> before.endMs() <= one.startMs());
        }
    }

    /** Share of the script's words that stand in the transcript in the same order, per party where they are apart. */
    private static double wordsFound(SampleCall call, Transcript transcript) {
        boolean stereo = isStereo(call);
        int wanted = 0;
        int found = 0;
        for (Speaker speaker : stereo ? List.of(Speaker.AGENT, Speaker.CUSTOMER) : List.of(Speaker.UNKNOWN)) {
            List<String> script = new ArrayList<>();
            call.turns().stream()
                    .filter(turn -> !stereo || speaker(turn) == speaker)
                    .forEach(turn -> script.addAll(words(turn.text())));
            List<String> heard = new ArrayList<>();
            transcript.utterances().stream()
                    .filter(u -> u.speaker() == speaker)
                    .forEach(u -> heard.addAll(words(u.text())));
            wanted += script.size();
            found += common(script, heard);
        }
        return (double) found / wanted;
    }

    /** The samples in MP3 are mono, all others have a channel for each party. */
    private static boolean isStereo(SampleCall call) {
        return !call.fileName().endsWith(".mp3");
    }

    private static Speaker speaker(Turn turn) {
        return turn.channel() == 0 ? Speaker.AGENT : Speaker.CUSTOMER;
    }

    private static List<String> words(String text) {
        return WORD.matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .toList();
    }

    /** Length of the longest common subsequence. */
    private static int common(List<String> one, List<String> other) {
        int[][] length = new int[one.size() + 1][other.size() + 1];
        for (int i = 1; i <= one.size(); i++) {
            for (int j = 1; j <= other.size(); j++) {
                length[i][j] = one.get(i - 1).equals(other.get(j - 1))
                        ? length[i - 1][j - 1] + 1
                        : Math.max(length[i - 1][j], length[i][j - 1]);
            }
        }
        return length[one.size()][other.size()];
    }

    private static Transcript transcribe(SampleCall call, boolean timestamps) throws IOException {
        byte[] content = Files.readAllBytes(call.file());
        String sha256 = HexFormat.of().formatHex(ContentHash.sha256().digest(content));
        Recording recording = new Recording("recording.bin", content.length, sha256, null, Calls.ENDED);
        MemoryCallFolder folder = new MemoryCallFolder();
        folder.create("generic-" + call.id(), "recording.bin", content);
        Transcriber transcriber = new TranscribeConfiguration()
                .transcriber(
                        folder,
                        OpenAIOkHttpClient.builder()
                                .apiKey("sk-test")
                                .baseUrl(simulator.openAiUrl())
                                .maxRetries(0)
                                .build(),
                        new Dependency(Dependency.Kind.SPEECH, "simulator"),
                        settings(timestamps),
                        Gate.OPEN,
                        Clock.systemUTC());
        return transcriber.transcribe(Calls.aRecordedCall(call.id(), recording)).transcript();
    }

    private static TranscribeSettings settings(boolean timestamps) {
        return new TranscribeSettings(
                "whisper-1",
                timestamps,
                null,
                null,
                4,
                Duration.ofMinutes(2),
                new TranscribeSettings.Audio(
                        TranscribeSettings.Audio.Format.FLAC, Duration.ofSeconds(120), Duration.ofMillis(500)),
                new TranscribeSettings.Ffmpeg(null, Sounds.CACHE, null, Duration.ofSeconds(60)));
    }
}
