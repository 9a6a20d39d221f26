package io.aftercall.infra.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * With a token set, APIs and pages want it: as {@code Authorization: Bearer}, or as the password of HTTP Basic, which a
 * browser asks a person for. Without one the service must not be reachable from other machines. The webhooks do not ask
 * for it, and probes may see whether the process lives.
 */
final class AccessToken extends OncePerRequestFilter {
    private final String token;

    /** @throws IllegalArgumentException when nobody but this machine may get in and {@code address} lets others in */
    AccessToken(String token, String address) {
        this.token = token;
        if (token.isBlank() && !isLoopback(address)) {
            throw new IllegalArgumentException(
                    "AFTERCALL_API_TOKEN is not set: without it the service only listens on 127.0.0.1, not on "
                            + address);
        }
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("'" + address + "' is not an address to listen on", e);
        }
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return token.isBlank() || isWebhook(path) || path.startsWith("/actuator/health/");
    }

    /** Where telephony systems post. */
    static boolean isWebhook(String path) {
        return path.startsWith("/webhook/") || path.equals("/api/hangup_notify");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isGiven(request.getHeader("Authorization"))) {
            chain.doFilter(request, response);
            return;
        }
        response.setStatus(401);
        response.addHeader("WWW-Authenticate", "Bearer");
        response.addHeader("WWW-Authenticate", "Basic realm=\"Aftercall\"");
        response.setContentType("application/json");
        response.getOutputStream().write(ErrorBody.of(request.getRequestURI(), 401, "a valid token is required"));
    }

    private boolean isGiven(@Nullable String header) {
        if (header == null) {
            return false;
        }
        String given = header;
        if (header.regionMatches(true, 0, "Basic ", 0, 6)) {
            try {
                String pair = new String(
                        Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
                given = "Bearer " + pair.substring(pair.indexOf(':') + 1);
            } catch (IllegalArgumentException e) {
                return false;
            }
        }
        // In constant time, so that the token cannot be guessed letter by letter.
        return MessageDigest.isEqual(
                given.getBytes(StandardCharsets.UTF_8), ("Bearer " + token).getBytes(StandardCharsets.UTF_8));
    }
}
