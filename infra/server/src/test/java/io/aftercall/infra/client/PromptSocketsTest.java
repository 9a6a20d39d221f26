package io.aftercall.infra.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class PromptSocketsTest {
    private final PromptSockets sockets = new PromptSockets();

    @Test
    void sendAtOnce() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket open = sockets.createSocket();
                Socket connected = sockets.createSocket(server.getInetAddress(), server.getLocalPort())) {
            assertThat(open.getTcpNoDelay()).isTrue();
            assertThat(connected.getTcpNoDelay()).isTrue();
        }
    }
}
