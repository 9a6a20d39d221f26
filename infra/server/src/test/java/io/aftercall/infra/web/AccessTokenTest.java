package io.aftercall.infra.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class AccessTokenTest {
    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.168.1.5", "::"})
    void refusesToListenBeyondThisMachineWithoutAToken(String address) {
        assertThatThrownBy(() -> new AccessToken("", address))
                .hasMessageStartingWith("AFTERCALL_API_TOKEN is not set")
                .hasMessageEndingWith(address);
        assertThat(new AccessToken("secret", address)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1"})
    void letsThisMachineInWithoutAToken(String address) throws Exception {
        assertThat(status(new AccessToken("", address), "/calls", null)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/calls", "/api/v1/calls", "/docs", "/actuator/health", "/actuator/prometheus"})
    void asksForTheToken(String path) throws Exception {
        AccessToken filter = new AccessToken("secret", "0.0.0.0");

        assertThat(status(filter, path, null)).isEqualTo(401);
        assertThat(status(filter, path, "Bearer wrong")).isEqualTo(401);
        assertThat(status(filter, path, "Basic !")).isEqualTo(401);
        assertThat(status(filter, path, basic("anybody:wrong"))).isEqualTo(401);
        assertThat(status(filter, path, "Bearer secret")).isEqualTo(200);
        assertThat(status(filter, path, basic("anybody:secret"))).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/webhook/new_call_recording", "/api/hangup_notify", "/actuator/health/liveness"})
    void doesNotAskTelephonySystemsAndProbes(String path) throws Exception {
        assertThat(status(new AccessToken("secret", "0.0.0.0"), path, null)).isEqualTo(200);
    }

    @Test
    void asksInTheShapeOfAnError() throws Exception {
        MockHttpServletResponse response = new MockHttpServletResponse();
        new AccessToken("secret", "0.0.0.0")
                .doFilter(new MockHttpServletRequest("GET", "/calls"), response, new MockFilterChain());

        assertThat(response.getContentAsString()).isEqualTo("{\"detail\":\"a valid token is required\"}");
        assertThat(response.getHeaders("WWW-Authenticate")).containsExactly("Bearer", "Basic realm=\"Aftercall\"");
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static int status(AccessToken filter, String path, String authorization) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
        if (authorization != null) {
            request.addHeader("Authorization", authorization);
        }
        MockHttpServletResponse response = new MockHttpServletResponse();
        filter.doFilter(request, response, new MockFilterChain());
        return response.getStatus();
    }
}
