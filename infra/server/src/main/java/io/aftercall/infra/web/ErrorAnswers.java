package io.aftercall.infra.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorAttributes;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.multipart.MultipartException;

/** What is answered when no controller answered, as an {@link ErrorBody}. */
@RestController
final class ErrorAnswers implements ErrorController {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswers.class);

    /** Names of classes, which say nothing to whoever asked. */
    private static final Pattern OF_PROGRAMS = Pattern.compile("\\b[a-z]+(\\.[a-z0-9]+)+\\.[A-Z]");

    private final ErrorAttributes attributes;

    ErrorAnswers(ErrorAttributes attributes) {
        this.attributes = attributes;
    }

    @RequestMapping("${server.error.path:${error.path:/error}}")
    ResponseEntity<byte[]> answer(HttpServletRequest request) {
        Integer code = (Integer) request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        HttpStatus status = HttpStatus.valueOf(code == null ? 500 : code);
        String path = String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .body(ErrorBody.of(path, status.value(), detail(status, path, request)));
    }

    private String detail(HttpStatus status, String path, HttpServletRequest request) {
        Throwable error = attributes.getError(new ServletWebRequest(request));
        if (status.is5xxServerError()) {
            // What went wrong inside is for the log, not for whoever asked.
            LOG.error("{} {} failed", request.getMethod(), path, error);
            return "internal error";
        }
        return switch (status) {
            case NOT_FOUND -> "there is nothing at " + path;
            // The error itself is dispatched as a GET.
            case METHOD_NOT_ALLOWED ->
                request.getAttribute(RequestDispatcher.ERROR_METHOD) + " is not possible at " + path;
            case CONTENT_TOO_LARGE -> "the file is larger than aftercall.ingest.max-recording allows";
            default -> fact(error).orElse(status.getReasonPhrase());
        };
    }

    private static Optional<String> fact(@Nullable Throwable error) {
        if (error instanceof MultipartException || error instanceof InvalidParameterException) {
            return Optional.of("the form or the parameters cannot be read");
        }
        return Optional.ofNullable(error)
                .map(Throwable::getMessage)
                .filter(fact -> !OF_PROGRAMS.matcher(fact).find());
    }
}
