package io.aftercall.embedded;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeLockTest {
    @TempDir
    private Path home;

    @Test
    void namesTheFolderAndThePidThatHoldsIt() throws Exception {
        HomeLock held = HomeLock.acquire(home, Duration.ZERO);
        assertThatThrownBy(() -> HomeLock.acquire(home, Duration.ZERO))
                .isInstanceOf(HomeInUseException.class)
                .hasMessage(
                        "%s is in use by pid %d; stop it or choose another folder",
                        home.toRealPath(), ProcessHandle.current().pid());
        held.close();
    }

    @Test
    void letsGoWhenClosed() throws Exception {
        HomeLock.acquire(home, Duration.ZERO).close();
        assertThatCode(() -> HomeLock.acquire(home, Duration.ZERO).close()).doesNotThrowAnyException();
    }
}
