package io.aftercall.embedded;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Free ports of 127.0.0.1, the same ones at the next start if still free, so that clients find a restarted server. */
final class Ports {
    private static final Logger LOG = LoggerFactory.getLogger(Ports.class);
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    /**
     * Below those that systems give to outgoing connections (from 32768 on Linux): one of these may take a port between our
     * look and the server's start, or while the server is down.
     */
    private static final int LEAST = 20_000;

    private static final int BOUND = 32_000;
    private static final int TRIES = 100;

    private Ports() {}

    /** Returns {@code count} ports, remembered in the file {@code ports} of the home. */
    static List<Integer> of(Path home, int count) throws IOException {
        Path file = home.resolve("ports");
        if (Files.exists(file)) {
            List<Integer> remembered =
                    Files.readAllLines(file).stream().map(Integer::valueOf).toList();
            try {
                return bind(remembered);
            } catch (BindException e) {
                LOG.info("ports {} of {} are taken, choosing others", remembered, home);
            }
        }
        List<Integer> free = free(count);
        Files.write(file, free.stream().map(String::valueOf).toList());
        return free;
    }

    private static List<Integer> free(int count) throws IOException {
        for (int tries = 0; tries < TRIES; tries++) {
            try {
                return bind(ThreadLocalRandom.current()
                        .ints(LEAST, BOUND)
                        .distinct()
                        .limit(count)
                        .boxed()
                        .toList());
            } catch (BindException e) {
                LOG.debug("one of these is taken, others may not be", e);
            }
        }
        return bind(Stream.generate(() -> 0).limit(count).toList());
    }

    /** Binds all before letting go of any: the ports are distinct. */
    private static List<Integer> bind(List<Integer> wanted) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int port : wanted) {
                sockets.add(new ServerSocket(port, 1, InetAddress.getByAddress(LOOPBACK)));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }
}
