package io.aftercall.simulator;

import io.aftercall.simulator.Faults.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;

/** Answers for the services behind it as slowly and as badly as the faults in force say, and counts. */
record FaultyService(Faults.Control faults, Stats stats, long seed) {

    /** The honest answer; told of the fate because only the model itself can break its content. */
    interface Work {
        Reply reply(Fate.Kind fate) throws IOException;
    }

    void serve(Exchange exchange, Target target, String endpoint, byte[] input, Work work) throws IOException {
        long began = System.nanoTime();
        Instant arrived = Instant.now();
        String hash = sha256(input);
        int attempt = stats.begin(endpoint, hash);
        Fate fate = Fate.of(faults.get(), target, seed, hash, attempt);
        if (fate.kind().paid()) {
            stats.drew(endpoint, fate.latencyMillis());
        }
        Reply reply;
        try {
            reply = fate.kind().paid() ? work.reply(fate.kind()) : refusal(fate.kind());
        } catch (OpenAiError e) {
            stats.end(endpoint, hash, "rejected", false, arrived);
            exchange.answer(e.reply());
            return;
        } catch (IOException | RuntimeException e) {
            stats.end(endpoint, hash, "failed", false, arrived);
            throw e;
        }
        if (fate.kind().paid()) {
            waitUntil(began + fate.latencyMillis() * 1_000_000);
            stats.took(endpoint, System.nanoTime() - began);
        }
        // Counted first: who has read the answer may ask for the count.
        stats.end(endpoint, hash, fate.kind().label(), fate.kind().paid(), arrived);
        send(exchange, fate.kind(), reply);
    }

    private Reply refusal(Fate.Kind kind) {
        if (kind == Fate.Kind.RATE_LIMITED) {
            Map<String, Object> error =
                    OpenAiError.of("Rate limit reached (simulated).", "requests", "rate_limit_exceeded");
            return Reply.json(429, error)
                    .with("Retry-After", String.valueOf(faults.get().retryAfterSeconds()));
        }
        return Reply.json(500, OpenAiError.of("The server had an error (simulated).", "server_error", null));
    }

    private static void send(Exchange exchange, Fate.Kind kind, Reply reply) throws IOException {
        switch (kind) {
            case CUT_BEFORE_BODY -> exchange.cut();
            case CUT_IN_BODY -> exchange.cutInside(reply);
            case MALFORMED_BODY -> exchange.answer(reply.truncated());
            case OK, ERROR, RATE_LIMITED, MALFORMED_CONTENT -> exchange.answer(reply);
        }
    }

    private static void waitUntil(long nanos) throws IOException {
        try {
            Thread.sleep(Math.max(0, (nanos - System.nanoTime()) / 1_000_000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped while it made the client wait", e);
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }
}
