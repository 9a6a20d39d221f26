package io.aftercall.infra;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** A stage's sub-packages are its own affair, and the arrows between the stages point one way. */
class ModularityTest {
    @Test
    void keepsEveryStageToWhatTheOthersExpose() {
        ApplicationModules.of("io.aftercall").verify();
    }
}
