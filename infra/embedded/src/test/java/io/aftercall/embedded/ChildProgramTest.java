package io.aftercall.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProgramTest {
    @TempDir
    Path home;

    @Test
    void compilesAsItsParentDoes() throws IOException {
        List<String> ours = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("-XX:TieredStopAtLevel"))
                .toList();

        List<String> command =
                new ChildProgram("kafka", home, home, List.of(), "Main", List.of()).command(home.resolve("ready"));

        assertThat(ours).as("what the build's tests are started with").isNotEmpty();
        assertThat(command).containsAll(ours);
    }
}
