package io.aftercall.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {
    @TempDir
    Path home;

    @Test
    void remembersThemAndTakesNoneThatAConnectionMayTake() throws Exception {
        List<Integer> first = Ports.of(home, 3);

        assertThat(first).doesNotHaveDuplicates().hasSize(3).allMatch(port -> port >= 20_000 && port < 32_000);
        assertThat(Ports.of(home, 3)).isEqualTo(first);
    }

    @Test
    void choosesOthersWhereOneIsTaken() throws Exception {
        List<Integer> first = Ports.of(home, 2);

        try (ServerSocket taken = new ServerSocket(first.getLast(), 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(Ports.of(home, 2)).doesNotContain(taken.getLocalPort());
        }
    }
}
