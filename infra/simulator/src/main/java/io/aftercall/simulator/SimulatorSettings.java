package io.aftercall.simulator;

import io.aftercall.simulator.pbx.TelephonySystem;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What to simulate: the calls folder, a folder for what may be kept (an unpacked ffmpeg, uploads in hand), the ffmpeg to
 * use (null: from PATH, else unpacked), ports on 127.0.0.1 (0: any free one), faults, the seed of all chance, and the telephony
 * system that all calls come through (null: each through its own).
 */
public record SimulatorSettings(
        Path calls,
        Path cache,
        @Nullable Path ffmpeg,
        int pbxPort,
        int openAiPort,
        int chatPort,
        Faults faults,
        long seed,
        @Nullable TelephonySystem pbx) {

    /** Free ports, no faults, ffmpeg wherever it is found. */
    public static SimulatorSettings of(Path calls, Path cache) {
        return new SimulatorSettings(calls, cache, null, 0, 0, 0, Faults.NONE, 1, null);
    }

    /** The same on these ports. */
    public SimulatorSettings withPorts(int pbxNumber, int openAi, int chat) {
        return new SimulatorSettings(calls, cache, ffmpeg, pbxNumber, openAi, chat, faults, seed, pbx);
    }

    /** The same with these faults, drawn from this seed. */
    public SimulatorSettings withFaults(Faults others, long otherSeed) {
        return new SimulatorSettings(calls, cache, ffmpeg, pbxPort, openAiPort, chatPort, others, otherSeed, pbx);
    }

    /** The same with all calls through this telephony system. */
    public SimulatorSettings through(TelephonySystem system) {
        return new SimulatorSettings(calls, cache, ffmpeg, pbxPort, openAiPort, chatPort, faults, seed, system);
    }
}
