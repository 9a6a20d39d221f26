package io.aftercall.infra.web;

import java.io.IOException;
import java.util.Objects;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;

/** Answers what the web server refuses before any of ours sees it, such as an address that it cannot read. */
final class RefusedRequests extends ErrorReportValve {
    private static final Logger LOG = LoggerFactory.getLogger(RefusedRequests.class);

    @Override
    protected void report(Request request, Response response, @Nullable Throwable throwable) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        String path = Objects.requireNonNullElse(request.getRequestURI(), "");
        try {
            response.setContentType("application/json");
            response.getOutputStream().write(ErrorBody.of(path, status, fact(status)));
            response.finishResponse();
        } catch (IOException e) {
            LOG.debug("nobody waits for the answer any more", e);
        }
    }

    private static String fact(int status) {
        return status == 400
                ? "the request cannot be read: what is not a letter, digit or usual sign of ASCII must be percent-encoded"
                        + " in its address, which may have 8 KB with all headers and 1000 parameters"
                : HttpStatus.valueOf(status).getReasonPhrase();
    }
}
