package io.aftercall.infra.client;

import com.openai.core.http.Headers;
import com.openai.core.http.HttpResponse;
import com.openai.errors.OpenAIIoException;
import io.aftercall.transcribe.ModelFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A provider's answer, read to its end. One that carries {@code {"error": ...}} under a 200, as some servers' do, has the
 * status it should have had: that of an overload or an outage.
 */
record ProviderAnswer(
        int statusCode,
        Headers headers,
        byte[] content,
        @Nullable Long tokens) implements HttpResponse {
    private static final int UNAVAILABLE = 503;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The fields beside the answer proper. */
    private record Fields(
            @Nullable JsonNode error, @Nullable JsonNode usage) {}

    /** @throws OpenAIIoException when it breaks off */
    static ProviderAnswer read(HttpResponse response) {
        byte[] content;
        try (response) {
            content = response.body().readAllBytes();
        } catch (IOException e) {
            throw new OpenAIIoException("the answer broke off", e);
        }
        int status = response.statusCode();
        if (Outcome.of(status) != Outcome.OK) {
            return new ProviderAnswer(status, response.headers(), content, 0L);
        }
        Fields fields = fields(content);
        if (fields.error() != null) {
            return new ProviderAnswer(status(fields.error()), response.headers(), content, 0L);
        }
        return new ProviderAnswer(status, response.headers(), content, tokens(fields.usage()));
    }

    private static Fields fields(byte[] content) {
        JsonNode error = null;
        JsonNode usage = null;
        try (JsonParser json = JSON.createParser(content)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = json.currentName();
                    json.nextToken();
                    if (name.equals("error")) {
                        error = json.readValueAsTree();
                    } else if (name.equals("usage")) {
                        usage = json.readValueAsTree();
                    } else {
                        json.skipChildren();
                    }
                }
            }
        } catch (JacksonException malformed) {
            // Whoever asked sees that it is no JSON, and knows for which call.
            return new Fields(null, null);
        }
        return new Fields(error == null || error.isNull() ? null : error, usage);
    }

    /** Never one that blames the request: this server's word on that is not to be trusted, and an outage fails no call. */
    private static int status(JsonNode error) {
        int code = error.path("code").asInt(UNAVAILABLE);
        return Outcome.of(code).isTrouble() ? code : UNAVAILABLE;
    }

    private static @Nullable Long tokens(@Nullable JsonNode usage) {
        return usage == null || !usage.path("total_tokens").isIntegralNumber()
                ? null
                : usage.path("total_tokens").longValue();
    }

    Report report(Instant now) {
        Outcome outcome = Outcome.of(statusCode);
        RateHeaders rates = RateHeaders.of(headers);
        Duration asked = outcome.isTrouble() ? ModelFailure.retryAfter(headers, now) : null;
        return new Report(outcome, asked == null ? rates.exhausted() : asked, tokens, rates);
    }

    @Override
    public InputStream body() {
        return new ByteArrayInputStream(content);
    }

    @Override
    public void close() {}
}
