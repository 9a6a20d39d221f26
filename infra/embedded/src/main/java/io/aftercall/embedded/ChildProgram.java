package io.aftercall.embedded;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a child JVM is to run, the same at every start.
 *
 * @param name also of its log, {@code <name>.log} in the home
 * @param libDir folder of jars
 * @param flags of the JVM
 * @param main class started with {@code arguments} and the path of a file that it creates when it is ready
 */
record ChildProgram(String name, Path home, Path libDir, List<String> flags, String main, List<String> arguments) {
    Path log() {
        return home.resolve(name + ".log");
    }

    List<String> command(Path ready) throws IOException {
        if (!Files.isDirectory(libDir)) {
            throw new IOException("no folder " + libDir + " with the jars of " + main);
        }
        List<String> command = new ArrayList<>();
        if (home.getFileSystem().getSeparator().equals("/")) {
            // Ctrl-C reaches the whole process group; the child must outlive our own orderly shutdown.
            command.addAll(List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.io.tmpdir=" + Files.createDirectories(home.resolve("tmp")),
                "-Dlog4j2.disable.jmx=true"));
        command.addAll(compiler());
        command.addAll(archive());
        command.addAll(flags);
        command.addAll(List.of("-cp", libDir.toAbsolutePath().resolve("*").toString(), main));
        command.addAll(arguments);
        command.add(ready.toString());
        return command;
    }

    /** Parent and child live as long as each other, so that what is worth compiling in the one is in the other too. */
    private static List<String> compiler() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("-XX:TieredStopAtLevel="))
                .toList();
    }

    /**
     * The classes as the JVM read them the last time, beside the jars: a start takes half the time and half the CPU. The JVM
     * writes it when it first ends in order, and again when the jars or the JVM are others.
     */
    private List<String> archive() {
        Path jars = libDir.toAbsolutePath();
        if (!Files.isWritable(jars.resolveSibling("."))) {
            return List.of();
        }
        return List.of(
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + jars.resolveSibling(jars.getFileName() + ".jsa"),
                "-Xlog:cds*=off,aot*=off");
    }
}
