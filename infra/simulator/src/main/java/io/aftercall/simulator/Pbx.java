package io.aftercall.simulator;

import io.aftercall.simulator.Faults.Target;
import io.aftercall.simulator.calls.VariedRecordings;
import io.aftercall.simulator.pbx.TelephonySystem;
import io.aftercall.simulator.pbx.TelephonySystems;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET|HEAD /recordings/...}: the calls folder, its variations, and four recordings with which something is
 * wrong; and the interfaces by which telephony systems hand recordings out.
 */
record Pbx(Path folder, VariedRecordings varied, FaultyService service, String url, Switchboard switchboard) {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");
    private static final String PREFIX = "/recordings/";
    private static final int SILENCE_SECONDS = 3;
    private static final long MOST_BEFORE_A_CUT = 1 << 20;

    /** Something to serve: its length and how to read it from the start. */
    private record Resource(long length, String type, Opener opener) {}

    private interface Opener {
        InputStream open() throws IOException;
    }

    /** Whether it was for the PBX; then it is answered. */
    boolean handle(Exchange exchange) throws IOException {
        if (exchange.path().startsWith(PREFIX)) {
            recording(exchange, exchange.path().substring(PREFIX.length()));
            return true;
        }
        String body = exchange.method().equals("POST") ? exchange.bodyAsText() : "";
        Optional<TelephonySystem.Answer> answer = TelephonySystems.all().stream()
                .flatMap(system -> system
                        .answer(new TelephonySystem.Asked(
                                exchange.path(),
                                exchange.query(),
                                exchange.header("Authorization"),
                                body,
                                url,
                                switchboard.through(system)))
                        .stream())
                .findFirst();
        if (answer.isPresent()) {
            answer(exchange, answer.get());
        }
        return answer.isPresent();
    }

    private void answer(Exchange exchange, TelephonySystem.Answer answer) throws IOException {
        if (!answer.recording().isEmpty()) {
            recording(exchange, answer.recording());
            return;
        }
        Reply reply = new Reply(answer.status(), "application/json", Map.of(), answer.json());
        exchange.answer(answer.location().isEmpty() ? reply : reply.with("Location", answer.location()));
    }

    private void recording(Exchange exchange, String name) throws IOException {
        String input = FaultyService.sha256(exchange.path());
        int attempt = service.stats().begin("/recordings", input);
        Fate.Kind fate = Fate.of(service.faults().get(), Target.RECORDINGS, service.seed(), input, attempt)
                .kind();
        service.stats().end("/recordings", input, fate.label(), fate.paid(), Instant.now());
        switch (fate) {
            case OK -> serve(exchange, name, false);
            case RATE_LIMITED ->
                exchange.answer(Reply.json(429, "busy (simulated)")
                        .with(
                                "Retry-After",
                                String.valueOf(service.faults().get().retryAfterSeconds())));
            case ERROR -> exchange.answer(Reply.json(500, "recording server error (simulated)"));
            case CUT_BEFORE_BODY -> exchange.cut();
            case CUT_IN_BODY, MALFORMED_BODY, MALFORMED_CONTENT -> serve(exchange, name, true);
        }
    }

    private void serve(Exchange exchange, String name, boolean cut) throws IOException {
        Resource resource = resource(name);
        if (resource == null) {
            exchange.answer(Reply.json(404, "no recording " + name));
        } else if (!exchange.method().equals("GET") && !exchange.method().equals("HEAD")) {
            exchange.answer(Reply.json(405, "GET or HEAD only"));
        } else if (cut) {
            cutInside(exchange, resource);
        } else {
            send(exchange, resource);
        }
    }

    /** Promises the whole file and closes the connection after half of it. */
    private static void cutInside(Exchange exchange, Resource resource) throws IOException {
        exchange.response().setStatus(200);
        exchange.response().getHeaders().put("Content-Type", resource.type());
        exchange.response().getHeaders().put("Content-Length", resource.length());
        try (InputStream in = resource.opener().open()) {
            byte[] half = in.readNBytes((int) Math.min(resource.length() / 2, MOST_BEFORE_A_CUT));
            Content.Sink.write(exchange.response(), false, ByteBuffer.wrap(half));
        }
        exchange.cut();
    }

    private @Nullable Resource resource(String name) throws IOException {
        switch (name) {
            case "missing.wav" -> {
                return null;
            }
            case "44-bytes.wav" -> {
                return inMemory(wav(0), "audio/wav");
            }
            case "silence.wav" -> {
                return inMemory(wav(SILENCE_SECONDS), "audio/wav");
            }
            case "not-audio.wav" -> {
                String html = "<html><body>Your session has expired. Please log in.</body></html>";
                return inMemory(html.getBytes(StandardCharsets.UTF_8), "text/html");
            }
            default -> {
                byte[] variation = varied.named(name);
                if (variation != null) {
                    return inMemory(variation, "audio/wav");
                }
                Path file = folder.resolve(name).normalize();
                boolean inside = file.startsWith(folder.normalize()) && Files.isRegularFile(file);
                String type = name.endsWith(".mp3") ? "audio/mpeg" : "audio/wav";
                return inside ? new Resource(Files.size(file), type, () -> Files.newInputStream(file)) : null;
            }
        }
    }

    private static Resource inMemory(byte[] bytes, String type) {
        return new Resource(bytes.length, type, () -> new ByteArrayInputStream(bytes));
    }

    private static byte[] wav(int seconds) {
        int rate = 8000;
        int size = seconds * rate * 2;
        ByteBuffer wav = ByteBuffer.allocate(44 + size).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + size);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wav.putShort((short) 1).putShort((short) 1).putInt(rate).putInt(rate * 2);
        wav.putShort((short) 2).putShort((short) 16);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(size);
        return wav.array();
    }

    private static void send(Exchange exchange, Resource resource) throws IOException {
        long from = 0;
        long to = resource.length();
        int status = 200;
        Matcher range = RANGE.matcher(exchange.header("Range"));
        String tag = "\"%s-%d\"".formatted(FaultyService.sha256(exchange.path()).substring(0, 16), to);
        boolean same = exchange.header("If-Range").isEmpty()
                || exchange.header("If-Range").equals(tag);
        exchange.response().getHeaders().put("ETag", tag);
        if (same && range.matches() && !(range.group(1) + range.group(2)).isEmpty()) {
            boolean suffix = range.group(1).isEmpty();
            from = suffix ? Math.max(0, to - Long.parseLong(range.group(2))) : Long.parseLong(range.group(1));
            to = suffix || range.group(2).isEmpty() ? to : Math.min(to, Long.parseLong(range.group(2)) + 1);
            status = from < to ? 206 : 416;
        }
        exchange.response().setStatus(status);
        var headers = exchange.response().getHeaders();
        headers.put("Accept-Ranges", "bytes");
        if (status == 416) {
            headers.put("Content-Range", "bytes */" + resource.length());
            exchange.callback().succeeded();
            return;
        }
        if (status == 206) {
            headers.put("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + resource.length());
        }
        headers.put("Content-Type", resource.type());
        headers.put("Content-Length", to - from);
        if (exchange.method().equals("GET")) {
            copy(resource, from, to, exchange);
        }
        exchange.callback().succeeded();
    }

    private static void copy(Resource resource, long from, long to, Exchange exchange) throws IOException {
        try (InputStream in = resource.opener().open();
                OutputStream out = exchange.body()) {
            in.skipNBytes(from);
            byte[] buffer = new byte[1 << 16];
            for (long left = to - from; left > 0; ) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw new IOException("the recording became shorter while it was served");
                }
                out.write(buffer, 0, read);
                left -= read;
            }
        }
    }
}
