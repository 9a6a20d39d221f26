package io.aftercall.analyze.api;

import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.TransientFailure;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** What the APIs answer with. */
final class Answers {
    private Answers() {}

    static ResponseEntity<byte[]> json(int status, Object body) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .body(CallJson.write(body));
    }

    /** Something is away; asked again in a few seconds it may not be. */
    static ResponseEntity<byte[]> later(String fact, TransientFailure failure) {
        return ResponseEntity.status(503)
                .header("Retry-After", "5")
                .contentType(MediaType.APPLICATION_JSON)
                .body(CallJson.write(Map.of("detail", fact + ": " + failure.getMessage())));
    }
}
