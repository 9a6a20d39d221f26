package io.aftercall.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code aftercall} itself, with JDKs and a Maven that only say how they were called. */
class LauncherTest {
    private static final Path LAUNCHER = Path.of("../../aftercall");

    @TempDir
    Path folder;

    private Path root;
    private final Map<String, String> environment = new HashMap<>();

    private record Ended(int exit, String out, String err) {}

    @BeforeEach
    void copy() throws IOException {
        root = Files.createDirectories(folder.resolve("a clone"));
        Files.copy(LAUNCHER, root.resolve("aftercall"));
        assertThat(root.resolve("aftercall").toFile().setExecutable(true)).isTrue();
        Files.createFile(root.resolve("pom.xml"));
        for (String module : List.of(
                "ingest",
                "transcribe",
                "analyze",
                "notify",
                "infra/embedded",
                "infra/embedded-kafka",
                "infra/embedded-elasticsearch",
                "infra/simulator",
                "infra/server/target")) {
            Files.createDirectories(root.resolve(module));
        }
        maven(
                "echo \"[INFO] Building Aftercall :: ingest 0.1.0                     [5/10]\"; echo mvn \"$@\" with $JAVA_HOME");
        script(folder.resolve("bin/chromium"), "exit 1");
        environment.put("HOME", folder.toString());
        environment.put("AFTERCALL_HOME", folder.resolve("home").toString());
        environment.put("JAVA_HOME", jdk("25", "jdk-25").toString());
    }

    @Test
    void tellsWhatItCanDo() throws Exception {
        Ended help = run("--help");

        assertThat(help.exit()).isZero();
        assertThat(help.out())
                .contains("demo [--once]", "up [--stages", "dead list", "reindex", "rescore", "rules test")
                .contains("simulate", "bench", "test [--long]", "AFTERCALL_HOME");
    }

    @Test
    void saysWhatIsWrongWithAWordItDoesNotKnow() throws Exception {
        assertThat(run("dmeo"))
                .isEqualTo(new Ended(
                        2,
                        "",
                        "aftercall: 'dmeo' is not a command. Commands are demo, up, dead, reindex, rescore, rules, import,"
                                + " simulate, bench, test; ./aftercall --help tells more.\n"));
        assertThat(run("test", "--fast").err()).contains("test takes --long and nothing else, not '--fast'");
        assertThat(run().exit()).isEqualTo(2);
    }

    @Test
    void takesTheJdkThatFitsWhateverIsTheDefault() throws Exception {
        environment.put("JAVA_HOME", jdk("17", "jdk-17").toString());
        environment.put("JAVA_HOME_25_X64", jdk("25", "elsewhere").toString());

        assertThat(run("test", "--long").out())
                .contains("verify", "-Daftercall.faults=full", "with " + folder.resolve("elsewhere"));
        assertThat(run("up", "--port=0").out()).startsWith(folder.resolve("elsewhere") + " runs");
    }

    @Test
    void compilesWellOnlyWhatRunsForLong() throws Exception {
        assertThat(run("up").out()).contains("-XX:TieredStopAtLevel=4");
        assertThat(run("bench").out()).contains("-XX:TieredStopAtLevel=4");
        assertThat(run("demo", "--once").out()).contains("-XX:TieredStopAtLevel=1");
        assertThat(run("dead", "list").out()).contains("-XX:TieredStopAtLevel=1");
    }

    @Test
    void runsTheWholeTestWithATenthOfTheFaults() throws Exception {
        assertThat(run("test").out()).contains("verify", "-Daftercall.faults=tenth");
    }

    @Test
    void installsTheBrowserThatTheTestsNeed() throws Exception {
        Files.delete(folder.resolve("bin/chromium"));
        script(folder.resolve("bin/apt-get"), "echo \"$@\" >> " + folder.resolve("apt"));
        script(folder.resolve("bin/sudo"), "shift; exec \"$@\"");
        // As on a machine without one: nothing but the shell's own tools and what lies in bin.
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : List.of("bash", "env", "sh", "dirname", "readlink", "sed", "id", "cat")) {
            for (String place : List.of("/usr/bin", "/bin")) {
                Path real = Path.of(place, tool);
                if (Files.exists(real) && !Files.exists(tools.resolve(tool))) {
                    Files.createSymbolicLink(tools.resolve(tool), real);
                }
            }
        }
        environment.put("PATH", folder.resolve("bin") + ":" + tools);

        Ended tested = run("test");

        assertThat(tested.err()).contains("Installing chromium for the tests of the pages");
        assertThat(Files.readString(folder.resolve("apt"))).contains("install --no-install-recommends chromium");
        assertThat(tested.out()).contains("verify");
    }

    @Test
    void buildsWhatIsMissingAndOnlyThat() throws Exception {
        Ended first = run("up", "--port=0");
        Ended second = run("up", "--port=0");

        assertThat(first.exit()).isZero();
        assertThat(first.err())
                .contains("Building Aftercall", "log: " + root.resolve("infra/server/target/build.log"))
                .contains("  [5/10] Aftercall :: ingest\n");
        assertThat(first.out()).contains("io.aftercall.infra.Aftercall up --port=0");
        assertThat(second.err()).isEmpty();

        Files.writeString(root.resolve("ingest/New.java"), "class New {}");
        Files.setLastModifiedTime(
                root.resolve("ingest/New.java"),
                java.nio.file.attribute.FileTime.from(java.time.Instant.now().plusSeconds(60)));
        assertThat(run("up", "--port=0").err()).contains("Building Aftercall");
    }

    @Test
    void saysWhyABuildFailedAndStartsNothing() throws Exception {
        maven("echo '[ERROR] Call.java:[7,1] a semicolon is missing'; exit 1");

        Ended failed = run("demo");

        assertThat(failed.exit()).isEqualTo(1);
        assertThat(failed.err())
                .contains("[ERROR] Call.java:[7,1] a semicolon is missing")
                .contains("aftercall: the build failed; the whole log is "
                        + root.resolve("infra/server/target/build.log"));
        assertThat(failed.out()).isEmpty();
    }

    private Path jdk(String version, String name) throws IOException {
        Path jdk = Files.createDirectories(folder.resolve(name));
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"%s.0.1\"%n".formatted(version));
        script(jdk.resolve("bin/javac"), "exit 1");
        script(jdk.resolve("bin/java"), "echo " + jdk + " runs \"$@\"");
        return jdk;
    }

    private void maven(String body) throws IOException {
        script(Files.createDirectories(folder.resolve("bin")).resolve("mvn"), body);
    }

    private static void script(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Ended run(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(root.resolve("aftercall").toString()));
        command.addAll(List.of(words));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("JAVA_") || name.startsWith("JDK_"));
        builder.environment().merge("PATH", folder.resolve("bin").toString(), (path, first) -> first + ":" + path);
        builder.environment().putAll(environment);
        int exit = builder.start().waitFor();
        return new Ended(exit, Files.readString(out), Files.readString(err));
    }
}
