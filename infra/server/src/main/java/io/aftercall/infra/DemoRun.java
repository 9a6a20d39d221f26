package io.aftercall.infra;

import io.aftercall.ingest.CallJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One run of the demo, kept in its home so that a run that was broken off is gone on with under the same call ids and
 * the same addresses of the stand-ins, which the calls' notifications name.
 *
 * @param prefix of this run's call ids
 * @param calls the folder of the calls
 */
record DemoRun(String prefix, String calls, int pbxPort, int openAiPort, int chatPort, boolean finished) {

    /** The unfinished run over these calls, if there is one; otherwise a new one with call ids never used before. */
    static DemoRun resume(Path home, Path calls) throws IOException {
        Path file = home.resolve("run.json");
        if (Files.exists(file)) {
            DemoRun last = CallJson.read(Files.readAllBytes(file), DemoRun.class);
            if (!last.finished && last.calls.equals(calls.toString())) {
                return last;
            }
        }
        return fresh(calls);
    }

    /** A run with call ids never used before. */
    static DemoRun fresh(Path calls) {
        byte[] id = new byte[3];
        ThreadLocalRandom.current().nextBytes(id);
        return new DemoRun(HexFormat.of().formatHex(id) + "-", calls.toString(), 0, 0, 0, false);
    }

    boolean isNew() {
        return pbxPort == 0;
    }

    DemoRun on(int pbx, int openAi, int chat) {
        return new DemoRun(prefix, calls, pbx, openAi, chat, finished);
    }

    DemoRun ended() {
        return new DemoRun(prefix, calls, pbxPort, openAiPort, chatPort, true);
    }

    void save(Path home) throws IOException {
        Files.createDirectories(home);
        Path next = Files.write(home.resolve("run.json.next"), CallJson.write(this));
        Files.move(next, home.resolve("run.json"), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
