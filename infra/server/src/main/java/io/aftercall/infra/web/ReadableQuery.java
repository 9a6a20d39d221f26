package io.aftercall.infra.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses a query that is not UTF-8 in percent-encoding, which is otherwise found out wherever its first parameter is read. */
final class ReadableQuery extends OncePerRequestFilter {
    /** What stands for bytes that are no character. */
    private static final char UNREADABLE = '\ufffd';

    /** Telephony systems send what they send, and their calls are not to be lost for it. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return AccessToken.isWebhook(request.getRequestURI());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isReadable(request.getQueryString())) {
            chain.doFilter(request, response);
            return;
        }
        response.setStatus(422);
        response.setContentType("application/json");
        response.getOutputStream()
                .write(ErrorBody.of(request.getRequestURI(), 422, "the query is not percent-encoded UTF-8"));
    }

    private static boolean isReadable(@Nullable String query) {
        try {
            return query == null
                    || StringUtils.uriDecode(query, StandardCharsets.UTF_8).indexOf(UNREADABLE) < 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
