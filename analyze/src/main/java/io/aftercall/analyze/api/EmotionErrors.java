package io.aftercall.analyze.api;

import io.aftercall.analyze.RequestFields;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.TransientFailure;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** How the emotion API reads what it is asked and says what is wrong with it: {@code {"detail"}}. */
abstract class EmotionErrors {
    private static final Logger LOG = LoggerFactory.getLogger(EmotionErrors.class);
    private static final int LARGEST_BODY = 16 << 20;

    static RequestFields body(HttpServletRequest request) throws IOException {
        return RequestFields.read(
                request.getInputStream(), LARGEST_BODY, "the body is longer than %d bytes".formatted(LARGEST_BODY));
    }

    static ResponseEntity<byte[]> notFound(String fact) {
        return Answers.json(404, Map.of("detail", fact));
    }

    @ExceptionHandler
    ResponseEntity<byte[]> refuse(RequestFields.Bad bad) {
        return Answers.json(422, Map.of("detail", String.valueOf(bad.getMessage())));
    }

    /** The model or the index refuses the text for good. */
    @ExceptionHandler
    ResponseEntity<byte[]> refuse(PermanentFailure bad) {
        return Answers.json(422, Map.of("detail", String.valueOf(bad.getMessage())));
    }

    @ExceptionHandler
    ResponseEntity<byte[]> later(TransientFailure failure) {
        LOG.warn("nothing can be said of a customer now: {}", failure.getMessage());
        return Answers.later("not possible now, try again", failure);
    }
}
