package io.aftercall.simulator.calls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes the recording of any variation on request: lowest bits of its samples are flipped at random, far below what is
 * heard, so that every one has bytes of its own and all have the same words.
 */
public final class VariedRecordings {
    private final CallsFolder folder;
    private final long seed;
    /** By sample and length: what all numbers of a variation share. */
    private final Map<String, Wav> cuts = new ConcurrentHashMap<>();

    public VariedRecordings(CallsFolder folder, long seed) {
        this.folder = folder;
        this.seed = seed;
    }

    /** The calls that can be varied: those with words, in WAV files of 8 or 16 bits. */
    public static List<SampleCall> variable(CallsFolder folder) throws IOException {
        List<SampleCall> variable = new ArrayList<>();
        for (SampleCall call : folder.calls()) {
            if (call.fileName().endsWith(".wav") && !call.turns().isEmpty() && Wav.read(call.file()) != null) {
                variable.add(call);
            }
        }
        return List.copyOf(variable);
    }

    /** A whole WAV file, the same for the same name and seed; null when the name is not a variation's. */
    public byte @Nullable [] named(String fileName) throws IOException {
        Variation variation = Variation.named(fileName);
        Wav cut = variation == null ? null : cut(variation);
        return variation == null || cut == null ? null : noisy(cut, variation);
    }

    private @Nullable Wav cut(Variation variation) throws IOException {
        String key = variation.sample() + "/" + variation.seconds();
        Wav known = cuts.get(key);
        for (SampleCall call : known == null ? folder.calls() : List.<SampleCall>of()) {
            Wav whole = call.id().equals(variation.sample()) ? Wav.read(call.file()) : null;
            if (whole != null) {
                known = whole.first(variation.endMs(call));
                cuts.put(key, known);
            }
        }
        return known;
    }

    private byte[] noisy(Wav cut, Variation variation) {
        byte[] file = cut.file();
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        SplittableRandom random =
                new SplittableRandom(seed * 1_000_003 + variation.sample().hashCode() * 31L + variation.number());
        int start = file.length - cut.samples().length;
        for (int at = start; at + Long.BYTES <= file.length; at += Long.BYTES) {
            bytes.putLong(at, bytes.getLong(at) ^ (random.nextLong() & cut.lowestBits()));
        }
        return file;
    }
}
