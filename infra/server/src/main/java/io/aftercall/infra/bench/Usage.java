package io.aftercall.infra.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process has used so far, as Linux accounts for it: proc(5), {@code stat} fields 14 to 17 in ticks of 10 ms.
 *
 * @param cpuMillis its own
 * @param endedChildrenMillis of the processes it has started that have ended, here those of ffmpeg
 * @param peakMegabytes most memory it has held at once (VmHWM)
 */
record Usage(long cpuMillis, long endedChildrenMillis, long peakMegabytes) {
    private static final long TICK_MILLIS = 10;

    /** @throws IOException when the process is gone, or on a system without /proc */
    static Usage of(long pid) throws IOException {
        Path folder = Path.of("/proc", String.valueOf(pid));
        String stat = Files.readString(folder.resolve("stat"));
        // The second field is the program's name in brackets and may hold anything.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return new Usage(
                TICK_MILLIS * (Long.parseLong(fields[11]) + Long.parseLong(fields[12])),
                TICK_MILLIS * (Long.parseLong(fields[13]) + Long.parseLong(fields[14])),
                peak(folder));
    }

    private static long peak(Path folder) throws IOException {
        for (String line : Files.readAllLines(folder.resolve("status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
            }
        }
        throw new IOException(folder + "/status has no VmHWM");
    }

    /** CPU milliseconds all cores have spent on anything since the machine was started. */
    static long machineMillis() throws IOException {
        String[] fields =
                Files.readAllLines(Path.of("/proc/stat")).getFirst().trim().split("\\s+", -1);
        long ticks = 0;
        for (int i = 1; i <= 8; i++) {
            boolean idle = i == 4 || i == 5;
            ticks += idle ? 0 : Long.parseLong(fields[i]);
        }
        return ticks * TICK_MILLIS;
    }
}
