package io.aftercall.simulator.speech;

import io.aftercall.simulator.Sounds;
import io.aftercall.simulator.calls.SampleCall;
import io.aftercall.simulator.calls.Turn;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What a client makes of a recording before it sends it: one channel, some ranges of it, in another format. */
final class Upload {
    static final int MIX = -1;
    private static final int RATE = 16_000;
    private static final int PRE_ROLL_MS = 200;
    private static final int TAIL_MS = 250;

    private final Ffmpeg ffmpeg;
    private final Path folder;
    private final short[] channel;
    private final List<int[]> ranges = new ArrayList<>();
    private double gain = 1;
    private double noise;

    /** High-passed at 80 Hz and at 16 kHz, as a speech model likes it. */
    Upload(Ffmpeg ffmpeg, Path folder, SampleCall call, int channel) throws IOException {
        this.ffmpeg = ffmpeg;
        this.folder = folder;
        Path raw = folder.resolve("channel.raw");
        String pan = channel == MIX ? "" : "pan=mono|c0=c" + channel + ",";
        ffmpeg.run(List.of(
                "-i",
                call.file().toString(),
                "-af",
                pan + "highpass=f=80",
                "-ar",
                "" + RATE,
                "-ac",
                "1",
                "-f",
                "s16le",
                raw.toString()));
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(raw)).order(ByteOrder.LITTLE_ENDIAN);
        this.channel = new short[bytes.remaining() / 2];
        bytes.asShortBuffer().get(this.channel);
    }

    Upload whole() {
        return range(0, lengthMs());
    }

    Upload range(int fromMs, int toMs) {
        ranges.add(new int[] {Math.max(0, fromMs / 10 * 10), Math.min(toMs / 10 * 10, lengthMs())});
        return this;
    }

    int lengthMs() {
        return channel.length / (RATE / 1000) / 10 * 10;
    }

    /** These turns of the channel with a little around them; the silence between them is dropped. */
    Upload turns(List<Turn> turns) {
        for (Turn turn : turns) {
            range(turn.startMs() - PRE_ROLL_MS, turn.endMs() + TAIL_MS);
        }
        return this;
    }

    Upload gain(double factor) {
        gain = factor;
        return this;
    }

    Upload noise(double rms) {
        noise = rms;
        return this;
    }

    /** Where a time of the recording is in the upload, in seconds. */
    double secondsOf(int ms) {
        int before = 0;
        for (int[] range : ranges) {
            if (ms >= range[0] && ms <= range[1]) {
                return (before + ms - range[0]) / 1000.0;
            }
            before += range[1] - range[0];
        }
        throw new IllegalArgumentException(ms + " ms is not in the upload");
    }

    Path as(String fileName, String... arguments) throws IOException {
        Random random = new Random(5);
        List<Short> kept = new ArrayList<>();
        for (int[] range : ranges) {
            for (int i = range[0] * (RATE / 1000); i < range[1] * (RATE / 1000); i++) {
                double value = channel[i] * gain + random.nextGaussian() * noise;
                kept.add((short) Math.clamp(Math.round(value), Short.MIN_VALUE, Short.MAX_VALUE));
            }
        }
        short[] all = new short[kept.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = kept.get(i);
        }
        Path wav = folder.resolve("upload.wav.tmp");
        Sounds.write(wav, RATE, all);
        Path file = folder.resolve(fileName);
        List<String> command = new ArrayList<>(List.of("-i", wav.toString()));
        command.addAll(List.of(arguments));
        command.add(file.toString());
        ffmpeg.run(command);
        return file;
    }
}
