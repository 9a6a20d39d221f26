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
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * With a token set, APIs and pages want it as {@code Authorization: Bearer}; without one the service must not be reachable
 * from other machines. Webhooks have secrets of their own, and health is open to whatever watches it.
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
        return token.isBlank()
                || path.startsWith("/webhook/")
                || path.equals("/api/hangup_notify")
                || path.startsWith("/actuator/health");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String given = request.getHeader("Authorization");
        byte[] expected = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
        if (given != null && MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected)) {
            chain.doFilter(request, response);
            return;
        }
        response.setStatus(401);
        response.setHeader("WWW-Authenticate", "Bearer");
        response.setContentType("application/json");
        response.getWriter().write("{\"detail\":\"a valid bearer token is required\"}");
    }
}
