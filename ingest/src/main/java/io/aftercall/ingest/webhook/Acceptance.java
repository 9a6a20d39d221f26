package io.aftercall.ingest.webhook;

import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.Hangups;
import io.aftercall.ingest.TransientFailure;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.http.ResponseEntity;

/** Makes a notification safe before it is answered. */
final class Acceptance {
    private static final Logger LOG = LoggerFactory.getLogger(Acceptance.class);

    private static final int MOST_SAID = 500;

    private final Hangups hangups;

    Acceptance(Hangups hangups) {
        this.hangups = hangups;
    }

    /** What to answer when it is not safe yet; nothing when it is. */
    Optional<ResponseEntity<Object>> refusal(CallHungUp hungUp) {
        try (var call = MDC.putCloseable("call", hungUp.call().key())) {
            try {
                hangups.publish(hungUp);
                LOG.info("hangup accepted");
                return Optional.empty();
            } catch (TransientFailure failure) {
                LOG.warn("hangup not accepted: {}", failure.getMessage());
                return Optional.of(later(failure));
            }
        }
    }

    static ResponseEntity<Object> later(TransientFailure failure) {
        return ResponseEntity.status(503)
                .header("Retry-After", "5")
                .body(Map.of("detail", "not safe yet, send it again: " + failure.getMessage()));
    }

    /** Told in the log too, since whoever sends it seldom shows what it was answered; in one line, whatever it names. */
    static ResponseEntity<Object> of(BadNotification bad, HttpServletRequest request) {
        String why = String.valueOf(bad.getMessage()).replaceAll("\\s+", " ");
        LOG.warn(
                "{} refused with {}: {}",
                request.getRequestURI(),
                bad.status(),
                why.substring(0, Math.min(why.length(), MOST_SAID)));
        return ResponseEntity.status(bad.status()).body(Map.of("detail", String.valueOf(bad.getMessage())));
    }
}
