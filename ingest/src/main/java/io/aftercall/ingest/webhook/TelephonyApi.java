package io.aftercall.ingest.webhook;

import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.TransientFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Asks a telephony system's own interface; whatever goes wrong is an outage of it, which somebody may have to see to. */
final class TelephonyApi {
    private final HttpClient http;
    private final Duration limit;

    TelephonyApi(Duration connect, Duration limit) {
        this.http = HttpClient.newBuilder()
                .connectTimeout(connect)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        this.limit = limit;
    }

    /** @throws TransientFailure when there is none */
    HttpResponse<String> answer(HttpRequest.Builder request) {
        URI address = request.build().uri();
        HttpResponse<String> answer;
        try {
            answer = http.send(request.timeout(limit).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            String reason = e.getMessage() == null ? "connection refused" : e.getMessage();
            throw TransientFailure.outage("%s: %s".formatted(address, reason), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TransientFailure.outage(address + ": stopped while asking", e);
        }
        if (answer.statusCode() / 100 != 2) {
            throw TransientFailure.outage("HTTP %d from %s".formatted(answer.statusCode(), address), null);
        }
        return answer;
    }

    JsonNode json(HttpRequest.Builder request) {
        HttpResponse<String> answer = answer(request);
        try {
            return CallJson.mapper().readTree(answer.body());
        } catch (JacksonException e) {
            throw TransientFailure.outage("what %s answered is no JSON".formatted(answer.uri()), e);
        }
    }
}
