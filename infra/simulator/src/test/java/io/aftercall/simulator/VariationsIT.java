package io.aftercall.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.simulator.calls.CallsFolder;
import io.aftercall.simulator.calls.SampleCall;
import io.aftercall.simulator.calls.Turn;
import io.aftercall.simulator.speech.Ffmpeg;
import io.aftercall.simulator.speech.Heard;
import io.aftercall.simulator.speech.Recogniser;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VariationsIT {
    private static final Path SAMPLES = Path.of("samples");
    private static final int SECONDS = 8;

    @TempDir
    static Path temporary;

    private static Simulator simulator;
    private static Variations variations;

    @BeforeAll
    static void start() throws IOException {
        simulator = Simulator.start(SimulatorSettings.of(SAMPLES, Path.of("target/cache")));
        variations = simulator.variations(SECONDS);
    }

    @AfterAll
    static void stop() throws IOException {
        simulator.close();
    }

    private static byte[] recording(String file) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = Http.send("GET", simulator.pbxUrl() + "/recordings/" + file, "");
        assertThat(answer.statusCode()).as(file).isEqualTo(200);
        return answer.body();
    }

    @Test
    void givesEveryCallItsOwnIdAndItsOwnAudio() throws Exception {
        Set<String> ids = new HashSet<>();
        Set<String> hashes = new HashSet<>();
        List<Notification> hangUps = variations.hangUps("run-", 60).toList();
        for (Notification hangUp : hangUps) {
            ids.add(hangUp.callId());
            hashes.add(FaultyService.sha256(recording(hangUp.file())));
        }

        assertThat(ids).hasSize(60);
        assertThat(hashes).hasSize(60);
        assertThat(hangUps).extracting(Notification::source).contains("robot", "generic");
        assertThat(hangUps.get(17).callId()).startsWith("run-").endsWith("-v17");
    }

    @Test
    void makesTheSameAudioAgainForTheSameNumber() throws Exception {
        Notification hangUp = variations.hangUp("run-", 5);

        assertThat(variations.hangUp("run-", 5)).isEqualTo(hangUp);
        assertThat(recording(hangUp.file())).isEqualTo(recording(hangUp.file()));
    }

    @Test
    void knowsNoVariationOfAnUnknownCall() throws Exception {
        String url = simulator.pbxUrl() + "/recordings/nobody.8s.v1.wav";

        assertThat(Http.send("GET", url, "").statusCode()).isEqualTo(404);
    }

    /** Both parties of every sample that can be varied, as the line uploads them. */
    @Test
    void isHeardWithTheWordsOfItsFirstSeconds() throws Exception {
        Ffmpeg ffmpeg = Ffmpeg.find(null, Path.of("target/cache"));
        CallsFolder folder = CallsFolder.read(SAMPLES);
        Recogniser recogniser = Recogniser.of(folder, ffmpeg);
        for (Notification hangUp : variations.hangUps("run-", 15).toList()) {
            Path whole = temporary.resolve(hangUp.file());
            Files.write(whole, recording(hangUp.file()));
            for (int channel = 0; channel < 2; channel++) {
                Path upload = temporary.resolve("channel.flac");
                String pan = "pan=mono|c0=c%d,highpass=f=80".formatted(channel);
                ffmpeg.run(List.of("-i", whole.toString(), "-af", pan, "-ar", "16000", upload.toString()));

                Heard heard = recogniser.hear(upload);

                assertThat(heard.text())
                        .as("%s channel %s", hangUp.callId(), channel)
                        .isEqualTo(said(folder, hangUp, channel));
            }
        }
    }

    private static String said(CallsFolder folder, Notification hangUp, int channel) {
        SampleCall sample = folder.calls().stream()
                .filter(call -> hangUp.file().startsWith(call.id() + "."))
                .findFirst()
                .orElseThrow();
        return sample.turns().stream()
                .filter(turn -> turn.channel() == channel && turn.startMs() < SECONDS * 1000)
                .map(Turn::text)
                .collect(Collectors.joining(" "));
    }
}
