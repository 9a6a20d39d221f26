package io.aftercall.simulator;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What to simulate: the calls folder, a folder for what may be kept (an unpacked ffmpeg, uploads in hand), the ffmpeg to
 * use (null: from PATH, else unpacked), ports on 127.0.0.1 (0: any free one), faults, and the seed of all chance.
 */
public record SimulatorSettings(
        Path calls,
        Path cache,
        @Nullable Path ffmpeg,
        int pbxPort,
        int openAiPort,
        int chatPort,
        Faults faults,
        long seed) {

    /** Free ports, no faults, ffmpeg wherever it is found. */
    public static SimulatorSettings of(Path calls, Path cache) {
        return new SimulatorSettings(calls, cache, null, 0, 0, 0, Faults.NONE, 1);
    }

    /** The same on these ports. */
    public SimulatorSettings withPorts(int pbx, int openAi, int chat) {
        return new SimulatorSettings(calls, cache, ffmpeg, pbx, openAi, chat, faults, seed);
    }

    /** The same with these faults, drawn from this seed. */
    public SimulatorSettings withFaults(Faults others, long otherSeed) {
        return new SimulatorSettings(calls, cache, ffmpeg, pbxPort, openAiPort, chatPort, others, otherSeed);
    }
}
