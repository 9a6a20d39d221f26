package io.aftercall.transcribe.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackingTest {
    @TempDir
    private Path dir;

    @Test
    void takesALittleOfTheSilenceBeforeAndAfterAlong() throws Exception {
        List<List<Piece>> chunks = pack(500, 1000, 100, 200, 400, 500);

        assertThat(chunks)
                .containsExactly(List.of(new Piece(0, 80, 225, 100, 200), new Piece(145, 380, 525, 400, 500)));
    }

    @Test
    void neverReachesBeyondTheRecording() throws Exception {
        assertThat(pack(500, 300, 5, 250, 285, 295)).containsExactly(List.of(new Piece(0, 0, 300, 5, 295)));
    }

    @Test
    void joinsWhatOverlapsOnceItIsLonger() throws Exception {
        Levels levels = levels(1000, 100, 200, 230, 300);

        assertThat(new Packing(500).pack(levels.speech(20), levels))
                .containsExactly(List.of(new Piece(0, 80, 325, 100, 300)));
    }

    @Test
    void startsANewChunkInAPause() throws Exception {
        List<List<Piece>> chunks = pack(500, 2000, 100, 400, 600, 900, 1200, 1250);

        assertThat(chunks)
                .containsExactly(
                        List.of(new Piece(0, 80, 425, 100, 400)),
                        List.of(new Piece(0, 580, 925, 600, 900), new Piece(345, 1180, 1275, 1200, 1250)));
    }

    @Test
    void cutsSpeechWithoutAPauseWhereItIsQuietest() throws Exception {
        // Two short breaths, too short for a pause: one lies in the last quarter of a chunk.
        List<List<Piece>> chunks = pack(500, 1000, 0, 300, 310, 450, 460, 800);

        assertThat(chunks.getFirst().getFirst().to()).isBetween(450, 460);
        assertThat(chunks).allSatisfy(chunk -> assertThat(
                        chunk.getLast().at() + chunk.getLast().length())
                .isLessThanOrEqualTo(500));
        List<Piece> pieces = chunks.stream().flatMap(List::stream).toList();
        assertThat(pieces.getLast().speechTo()).isEqualTo(800);
        for (int i = 1; i < pieces.size(); i++) {
            assertThat(pieces.get(i).from()).isEqualTo(pieces.get(i - 1).to());
        }
    }

    @Test
    void dropsAClick() throws Exception {
        assertThat(levels(1000, 100, 107, 300, 400).speech(50)).containsExactly(new Sound(300, 400));
    }

    @Test
    void mapsChunkTimesToTheRecordingWithinTheSpeech() {
        Piece piece = new Piece(145, 380, 525, 400, 500);

        assertThat(piece.toRecording(1450)).isEqualTo(4000);
        assertThat(piece.toRecording(2000)).isEqualTo(4350);
        assertThat(piece.toRecording(2900)).isEqualTo(5000);
    }

    private List<List<Piece>> pack(int longest, int frames, int... sounds) throws IOException {
        Levels levels = levels(frames, sounds);
        return new Packing(longest).pack(levels.speech(50), levels);
    }

    /** Faint noise with louder noise between the given frames. */
    private Levels levels(int frames, int... sounds) throws IOException {
        Random random = new Random(3);
        ByteBuffer pcm = ByteBuffer.allocate(frames * Pcm.FRAME_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int frame = 0; frame < frames; frame++) {
            boolean loud = false;
            for (int i = 0; i < sounds.length; i += 2) {
                loud |= frame >= sounds[i] && frame < sounds[i + 1];
            }
            for (int i = 0; i < Pcm.FRAME_SAMPLES; i++) {
                pcm.putShort((short) (random.nextGaussian() * (loud ? 3000 : 10)));
            }
        }
        Path file = Files.write(dir.resolve("channel.pcm"), pcm.array());
        try (FileChannel in = FileChannel.open(file)) {
            return Levels.of(in);
        }
    }
}
