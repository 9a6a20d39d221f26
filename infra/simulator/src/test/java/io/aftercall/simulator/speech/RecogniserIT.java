package io.aftercall.simulator.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.aftercall.simulator.Folders;
import io.aftercall.simulator.Sounds;
import io.aftercall.simulator.calls.CallsFolder;
import io.aftercall.simulator.calls.SampleCall;
import io.aftercall.simulator.calls.Turn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecogniserIT {
    private static final Path SAMPLES = Path.of("samples");

    /** Format of the upload and how ffmpeg makes it. */
    private static final List<String[]> FORMATS = List.of(
            new String[] {"a.flac"},
            new String[] {"b.wav", "-ar", "8000"},
            new String[] {"c.mp3", "-b:a", "32k", "-ar", "24000"},
            new String[] {"d.webm", "-c:a", "libopus", "-b:a", "24k", "-application", "voip"});

    @TempDir
    static Path temporary;

    private static Ffmpeg ffmpeg;
    private static CallsFolder made;
    private static Recogniser madeKnown;

    @BeforeAll
    static void makeCalls() throws IOException {
        ffmpeg = Ffmpeg.find(null, Path.of("target/cache"));
        made = CallsFolder.read(Folders.ofCalls(temporary.resolve("calls"), 5, 8));
        madeKnown = Recogniser.of(made, ffmpeg);
    }

    /** The calls made here and, in the long run, those shipped that have a script; the line's own tests hear them too. */
    static Stream<Arguments> folders() throws IOException {
        Stream<Arguments> own = Stream.of(Arguments.of("made", made, madeKnown));
        if (!"full".equals(System.getProperty("aftercall.faults"))) {
            return own;
        }
        CallsFolder samples = CallsFolder.read(SAMPLES);
        return Stream.concat(own, Stream.of(Arguments.of("shipped", samples, Recogniser.of(samples, ffmpeg))));
    }

    private static List<Turn> turnsOf(SampleCall call, int channel) {
        return call.turns().stream().filter(turn -> turn.channel() == channel).toList();
    }

    private static String textOf(List<Turn> turns) {
        return turns.stream().map(Turn::text).collect(Collectors.joining(" "));
    }

    private static boolean stereo(SampleCall call) {
        return call.fileName().endsWith(".wav") && !call.turns().isEmpty();
    }

    private Path upload(Upload upload, int format) throws IOException {
        String[] how = FORMATS.get(format % FORMATS.size());
        return upload.as(how[0], Stream.of(how).skip(1).toArray(String[]::new));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("folders")
    void hearsOneChannelWithSilenceDropped(String name, CallsFolder folder, Recogniser recogniser) throws IOException {
        int format = 0;
        for (SampleCall call :
                folder.calls().stream().filter(RecogniserIT::stereo).toList()) {
            for (int channel = 0; channel < 2; channel++) {
                List<Turn> turns = turnsOf(call, channel);
                if (turns.isEmpty()) {
                    continue;
                }
                Upload upload = new Upload(ffmpeg, temporary, call, channel)
                        .turns(turns)
                        .gain(0.5);

                Heard heard = recogniser.hear(upload(upload, format++));

                assertThat(heard.text()).as("%s channel %s", call.id(), channel).isEqualTo(textOf(turns));
                assertThat(heard.lang()).isEqualTo(call.lang());
                assertStarts(heard, upload, turns);
            }
        }
    }

    /** The first word of each turn is where the turn begins, to within a syllable. */
    private static void assertStarts(Heard heard, Upload upload, List<Turn> turns) {
        List<Double> starts = heard.words().stream()
                .collect(Collectors.groupingBy(
                        Heard.HeardWord::turn,
                        java.util.TreeMap::new,
                        Collectors.reducing(1e9, w -> w.start(), Math::min)))
                .values()
                .stream()
                .toList();
        for (int i = 0; i < turns.size(); i++) {
            assertThat(starts.get(i)).isCloseTo(upload.secondsOf(turns.get(i).startMs()), within(0.15));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("folders")
    void hearsTheMixOfAWholeRecording(String name, CallsFolder folder, Recogniser recogniser) throws IOException {
        int format = 0;
        for (SampleCall call : folder.calls()) {
            if (call.turns().isEmpty()) {
                continue;
            }
            Upload upload = new Upload(ffmpeg, temporary, call, Upload.MIX)
                    .whole()
                    .gain(0.7)
                    .noise(20);

            Heard heard = recogniser.hear(upload(upload, format++));

            assertThat(heard.text()).as(call.id()).isEqualTo(textOf(call.turns()));
            assertStarts(heard, upload, call.turns());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("folders")
    void hearsARangeAtItsOwnTime(String name, CallsFolder folder, Recogniser recogniser) throws IOException {
        int format = 0;
        for (SampleCall call :
                folder.calls().stream().filter(RecogniserIT::stereo).toList()) {
            Turn turn = call.turns().get(call.turns().size() / 2);
            Upload upload = new Upload(ffmpeg, temporary, call, turn.channel())
                    .turns(List.of(turn))
                    .noise(15);

            Heard heard = recogniser.hear(upload(upload, format++));

            assertThat(heard.text()).as(call.id()).isEqualTo(turn.text());
            assertThat(heard.words().getFirst().start()).isCloseTo(0.2, within(0.1));
        }
    }

    @Test
    void hearsHalfASecond() throws IOException {
        SampleCall call = made.calls().get(3);
        Turn turn = call.turns().get(4);
        int middle = (turn.startMs() + turn.endMs()) / 2;
        Upload upload = new Upload(ffmpeg, temporary, call, 0).range(middle - 300, middle + 300);

        Heard heard = madeKnown.hear(upload.as("short.flac"));

        assertThat(heard.words()).isNotEmpty();
        assertThat(turn.text()).contains(heard.text());
    }

    @Test
    void hearsNothingInSpeechItDoesNotKnow() throws IOException {
        for (int seed = 0; seed < 8; seed++) {
            short[] line = Sounds.line(1 + seed * 4, 77 + seed);
            Sounds.speak(line, 100, 900 + seed * 4000, 990_000 + seed);
            Path file = temporary.resolve("stranger.wav");
            Sounds.write(file, Sounds.RATE, line);

            Heard heard = madeKnown.hear(file);

            assertThat(heard.words()).as("stranger %s", seed).isEmpty();
            assertThat(heard.seconds()).isEqualTo(1 + seed * 4, within(0.01));
        }
    }

    @Test
    void hearsNothingInSilence() throws IOException {
        Path silence = temporary.resolve("silence.wav");
        Sounds.write(silence, Sounds.RATE, new short[3 * Sounds.RATE]);
        Path hum = temporary.resolve("hum.wav");
        Sounds.write(hum, Sounds.RATE, Sounds.line(20, 3));

        assertThat(madeKnown.hear(silence).words()).isEmpty();
        assertThat(madeKnown.hear(hum).words()).isEmpty();
    }

    @Test
    void spreadsATranscriptWithoutTimesOverTheSpeech() throws IOException {
        Path folder = Files.createDirectories(temporary.resolve("plain"));
        short[] line = Sounds.line(6, 1);
        Sounds.speak(line, 1000, 2000, 11);
        Sounds.speak(line, 4000, 5000, 12);
        Sounds.write(folder.resolve("one.wav"), Sounds.RATE, line);
        Files.writeString(
                folder.resolve("manifest.jsonl"),
                "{\"file\":\"one.wav\",\"lang\":\"zh\",\"transcript\":\"你好，世界。再见，朋友。\",\"note\":\"\"}\n");
        Recogniser recogniser = Recogniser.of(CallsFolder.read(folder), ffmpeg);

        Heard heard = recogniser.hear(folder.resolve("one.wav"));

        assertThat(heard.text()).isEqualTo("你好，世界。再见，朋友。");
        assertThat(heard.words())
                .extracting(Heard.HeardWord::bare)
                .containsExactly("你", "好", "世", "界", "再", "见", "朋", "友");
        assertThat(heard.words().getFirst().start()).isCloseTo(1.0, within(0.15));
        assertThat(heard.words().getLast().end()).isCloseTo(5.0, within(0.2));
        assertThat(heard.words()).allMatch(w -> w.start() < 2.1 || w.end() > 3.9);
    }

    @Test
    void refusesWhatIsNoAudio() throws IOException {
        Path html = temporary.resolve("page.wav");
        Files.writeString(html, "<html></html>");

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> madeKnown.hear(html))
                .isInstanceOf(UndecodableAudioException.class);
    }
}
