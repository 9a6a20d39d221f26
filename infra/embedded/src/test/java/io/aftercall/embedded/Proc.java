package io.aftercall.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What Linux's /proc says of a process. */
final class Proc {
    private static final String LISTEN = "0A";

    private Proc() {}

    /** Returns the local addresses of its listening TCP sockets, hexadecimal. */
    static List<String> listeningAddresses(Process process) throws IOException {
        Path proc = folder(process);
        Set<String> inodes = new HashSet<>();
        try (var descriptors = Files.newDirectoryStream(proc.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                String target = Files.readSymbolicLink(descriptor).toString();
                inodes.add(target.replaceAll("socket:\\[(\\d+)]", "$1"));
            }
        }
        List<String> addresses = new ArrayList<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            for (String line : Files.readAllLines(proc.resolve(table))) {
                String[] columns = line.strip().split("\\s+");
                if (columns[3].equals(LISTEN) && inodes.contains(columns[9])) {
                    addresses.add(columns[1].substring(0, columns[1].indexOf(':')));
                }
            }
        }
        return addresses;
    }

    /** 127.0.0.1, plain or mapped into IPv6. */
    static boolean isLoopback(String address) {
        return address.equals("0100007F") || address.equals("0000000000000000FFFF00000100007F");
    }

    static boolean ignores(Process process, int signal) throws IOException {
        for (String line : Files.readAllLines(folder(process).resolve("status"))) {
            if (line.startsWith("SigIgn:")) {
                long mask = Long.parseUnsignedLong(
                        line.substring("SigIgn:".length()).strip(), 16);
                return (mask >> (signal - 1) & 1) == 1;
            }
        }
        throw new IOException("no SigIgn line for pid " + process.pid());
    }

    private static Path folder(Process process) {
        return Path.of("/proc", String.valueOf(process.pid()));
    }
}
