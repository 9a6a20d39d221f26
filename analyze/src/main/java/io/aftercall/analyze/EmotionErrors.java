package io.aftercall.analyze;

import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.TransientFailure;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** How the emotion API reads what it is asked, answers, and says what is wrong: {@code {"detail"}}. */
@ApiResponse(
        responseCode = "422",
        description = "A field or a parameter that cannot be, which the detail names",
        content = @Content(schema = @Schema(example = "{\"detail\":\"field 'customer_id' is missing\"}")))
@ApiResponse(
        responseCode = "503",
        description = "Not possible now: the model, the call folder or the index is away",
        content = @Content(schema = @Schema(example = "{\"detail\":\"not possible now, try again: ...\"}")))
public abstract class EmotionErrors {
    private static final Logger LOG = LoggerFactory.getLogger(EmotionErrors.class);
    private static final int LARGEST_BODY = 16 << 20;

    protected static RequestFields body(HttpServletRequest request) throws IOException {
        return RequestFields.read(
                request.getInputStream(), LARGEST_BODY, "the body is longer than %d bytes".formatted(LARGEST_BODY));
    }

    protected static ResponseEntity<byte[]> answer(Object body) {
        return json(ResponseEntity.ok(), body);
    }

    protected static ResponseEntity<byte[]> notFound(String fact) {
        return json(ResponseEntity.status(404), Map.of("detail", fact));
    }

    @ExceptionHandler
    ResponseEntity<byte[]> refuse(RequestFields.Bad bad) {
        return json(ResponseEntity.status(422), Map.of("detail", String.valueOf(bad.getMessage())));
    }

    /** The model or the index refuses the text for good. */
    @ExceptionHandler
    ResponseEntity<byte[]> refuse(PermanentFailure bad) {
        return json(ResponseEntity.status(422), Map.of("detail", String.valueOf(bad.getMessage())));
    }

    @ExceptionHandler
    ResponseEntity<byte[]> later(TransientFailure failure) {
        LOG.warn("nothing can be said of a customer now: {}", failure.getMessage());
        return json(
                ResponseEntity.status(503).header("Retry-After", "5"),
                Map.of("detail", "not possible now, try again: " + failure.getMessage()));
    }

    private static ResponseEntity<byte[]> json(ResponseEntity.BodyBuilder answer, Object body) {
        return answer.contentType(MediaType.APPLICATION_JSON).body(SeedJson.write(body));
    }
}
