package io.aftercall.notify.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.Gate;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.TransientFailure;
import io.aftercall.notify.Reminder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class WebhookChatTest {
    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
    private static final Reminder REMINDER = new Reminder(
            "rem-1", "generic-1", "m-42", NOW, "Напоминание: перезвонить", "http://127.0.0.1:8000/calls/generic-1");

    private final List<JsonNode> bodies = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    private int status = 200;
    private String retryAfter;
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook/secret", exchange -> {
            bodies.add(CallJson.mapper().readTree(exchange.getRequestBody()));
            ids.add(exchange.getRequestHeaders().getFirst("webhook-id"));
            if (retryAfter != null) {
                exchange.getResponseHeaders().add("Retry-After", retryAfter);
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void postsTheTextWithItsLinkAndItsId() {
        chat().post(REMINDER);

        JsonNode body = bodies.getFirst();
        assertThat(body.path("type").asString()).isEqualTo("reminder");
        assertThat(body.path("id").asString()).isEqualTo("rem-1");
        assertThat(body.path("timestamp").asString()).isEqualTo("2026-03-02T10:00:00Z");
        assertThat(body.path("text").asString())
                .isEqualTo("Напоминание: перезвонить\nhttp://127.0.0.1:8000/calls/generic-1");
        assertThat(body.at("/data/managerId").asString()).isEqualTo("m-42");
        assertThat(ids).containsExactly("rem-1");
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 401, 403, 404, 408, 410, 429, 500, 502, 503})
    void comesBackToAChatThatIsBusyBrokenOrWronglyAddressed(int answer) {
        status = answer;

        assertThatThrownBy(() -> chat().post(REMINDER))
                .isInstanceOf(TransientFailure.class)
                .hasMessage("chat at 127.0.0.1 answered HTTP %d to reminder rem-1 of call generic-1", answer);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void passesOnHowLongTheChatWantsToBeLeftAlone(int answer) {
        status = answer;
        retryAfter = "90";

        assertThatThrownBy(() -> chat().post(REMINDER)).isInstanceOfSatisfying(TransientFailure.class, failure -> {
            assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(90));
            assertThat(failure.isBlameless()).isEqualTo(answer == 429);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 415, 422})
    void givesUpWhereTheChatRefusesAndKeepsItsAddressSecret(int answer) {
        status = answer;

        assertThatThrownBy(() -> chat().post(REMINDER))
                .isInstanceOf(PermanentFailure.class)
                .message()
                .contains("HTTP " + answer)
                .doesNotContain("secret");
    }

    @Test
    void comesBackToAChatThatStallsWithinItsAnswer() {
        server.removeContext("/hook/secret");
        CountDownLatch never = new CountDownLatch(1);
        server.createContext("/hook/secret", exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('a');
            exchange.getResponseBody().flush();
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        assertThatThrownBy(() -> chat(Duration.ofMillis(300)).post(REMINDER))
                .isInstanceOf(TransientFailure.class)
                .hasMessage("chat at 127.0.0.1 did not take reminder rem-1 of call generic-1: no answer");
        never.countDown();
    }

    @Test
    void comesBackToAChatThatIsAway() {
        server.stop(0);

        assertThatThrownBy(() -> chat().post(REMINDER))
                .isInstanceOf(TransientFailure.class)
                .message()
                .doesNotContain("secret");
    }

    private WebhookChat chat() {
        return chat(Duration.ofSeconds(5));
    }

    private WebhookChat chat(Duration timeout) {
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook/secret");
        return new WebhookChat(address, timeout, Clock.fixed(NOW, ZoneOffset.UTC), Gate.OPEN);
    }
}
