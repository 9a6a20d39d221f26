package io.aftercall.infra.faults;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Stands before an S3 server: passes every byte on as it is, so that signatures hold, or answers 500; and remembers since
 * when each object is stored.
 */
final class S3Front implements AutoCloseable {
    private static final String ANALYSIS = "/analysis.json";
    private static final int IDLE_MILLIS = 20_000;

    private final URI server;
    private final ServerSocket door;
    private final Map<String, Instant> stored = new ConcurrentHashMap<>();
    private final AtomicInteger analysed = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean away;

    private S3Front(URI server, ServerSocket door) {
        this.server = server;
        this.door = door;
    }

    static S3Front open(URI server) throws IOException {
        S3Front front = new S3Front(server, new ServerSocket(0, 200, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().name("s3-front").start(front::accept);
        return front;
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort());
    }

    void away(boolean now) {
        away = now;
    }

    /** Requests answered 500. */
    int refused() {
        return refused.get();
    }

    /** How many calls have their analysis: how far the line has come. */
    int analysed() {
        return analysed.get();
    }

    /** Since when the object of this path has been there, or null while it is not. */
    @Nullable Instant storedAt(String path) {
        return stored.get(path);
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                if (!door.isClosed()) {
                    System.err.println("the way to S3 takes no more connections: " + e);
                    return;
                }
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket back = new Socket(server.getHost(), server.getPort())) {
            client.setTcpNoDelay(true);
            // Before the server behind closes it: a client sees the end of its own connection only.
            client.setSoTimeout(IDLE_MILLIS);
            back.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream());
            OutputStream out = new BufferedOutputStream(client.getOutputStream());
            InputStream answers = new BufferedInputStream(back.getInputStream());
            OutputStream requests = new BufferedOutputStream(back.getOutputStream());
            boolean open = true;
            while (open) {
                HttpHead request = HttpHead.read(in);
                if (request == null) {
                    return;
                }
                open = away ? refuse(request, in, out) : pass(request, in, out, answers, requests);
            }
        } catch (IOException e) {
            // Whoever was killed or went away in the middle of a request is what this is for.
            Thread.currentThread().setName("s3-front: " + e.getMessage());
        }
    }

    /** Returns whether the connection can go on. */
    private boolean pass(HttpHead request, InputStream in, OutputStream out, InputStream answers, OutputStream requests)
            throws IOException {
        request.copyTo(requests);
        HttpHead answer;
        if (request.has("expect", "100-continue")) {
            answer = HttpHead.required(answers);
            if (answer.word(1).equals("100")) {
                answer.copyTo(out);
                request.copyBody(in, requests);
                answer = HttpHead.required(answers);
            }
        } else {
            request.copyBody(in, requests);
            answer = HttpHead.required(answers);
        }
        note(request, answer);
        answer.copyTo(out);
        boolean bare = request.word(0).equals("HEAD") || answer.word(1).matches("204|304");
        if (!bare) {
            answer.copyBody(answers, out);
        }
        return !answer.has("connection", "close") && !request.has("connection", "close");
    }

    private void note(HttpHead request, HttpHead answer) {
        if (request.word(0).equals("PUT") && answer.word(1).equals("200")) {
            String path = request.word(1).replaceFirst("\\?.*", "");
            if (stored.putIfAbsent(path, Instant.now()) == null && path.endsWith(ANALYSIS)) {
                analysed.incrementAndGet();
            }
        }
    }

    private boolean refuse(HttpHead request, InputStream in, OutputStream out) throws IOException {
        refused.incrementAndGet();
        if (!request.has("expect", "100-continue")) {
            request.copyBody(in, OutputStream.nullOutputStream());
        }
        byte[] body = "<?xml version=\"1.0\"?><Error><Code>InternalError</Code><Message>simulated</Message></Error>"
                .getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/xml\r\nConnection: close\r\n"
                + "Content-Length: " + body.length + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        if (!request.word(0).equals("HEAD")) {
            out.write(body);
        }
        out.flush();
        return false;
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
