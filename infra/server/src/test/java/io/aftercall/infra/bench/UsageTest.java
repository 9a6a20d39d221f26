package io.aftercall.infra.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class UsageTest {
    private static Usage own() throws IOException {
        return Usage.of(ProcessHandle.current().pid());
    }

    @Test
    void countsWhatAProcessItselfHasUsed() throws Exception {
        long before = own().cpuMillis();
        long spent = 0;
        long start = System.nanoTime();
        while (own().cpuMillis() - before < 50 && System.nanoTime() - start < 60_000_000_000L) {
            spent += own().peakMegabytes();
        }

        assertThat(own().cpuMillis() - before).isGreaterThanOrEqualTo(50);
        assertThat(spent).isPositive();
        assertThat(Usage.machineMillis()).isGreaterThanOrEqualTo(own().cpuMillis());
    }

    @Test
    void countsEndedChildrenApart() throws Exception {
        long before = own().endedChildrenMillis();

        int exit = new ProcessBuilder("sh", "-c", "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done")
                .start()
                .waitFor();

        assertThat(exit).isZero();
        assertThat(own().endedChildrenMillis()).isGreaterThan(before);
    }
}
