package io.aftercall.ingest.recording;

import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import io.aftercall.ingest.IngestSettings;
import io.aftercall.ingest.PlatformRecord;
import io.aftercall.ingest.TransientFailure;
import io.aftercall.ingest.Undecodable;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads calls back from the robot platform's record API, by the {@code callid} its hangups name. */
public final class PlatformRecords {
    private static final Logger LOG = LoggerFactory.getLogger(PlatformRecords.class);

    private final IngestSettings settings;
    private final Gate gate;
    private final HttpClient http;

    public PlatformRecords(IngestSettings settings, Gate gate) {
        this.settings = settings;
        this.gate = gate;
        this.http = HttpClient.newBuilder()
                .connectTimeout(settings.connectTimeout())
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    private record Answer(@Nullable Integer code, @Nullable Map<String, @Nullable Object> data) {}

    /**
     * Empty for a call of another system, without an address, and where the platform has no such record.
     *
     * @throws TransientFailure when the platform is away
     */
    public Optional<PlatformRecord> read(Call call) {
        URI api = settings.robot().apiUrl();
        if (api == null || !PlatformRecord.mayExist(call)) {
            return Optional.empty();
        }
        Dependency platform = Dependency.at(Dependency.Kind.RECORDS, api);
        return gate.through(platform, call.key(), () -> get(call, api, "/v1/record/" + segment(call.callId()))
                .map(record -> new PlatformRecord(record, details(call, api, record))));
    }

    private @Nullable Map<String, @Nullable Object> details(Call call, URI api, Map<String, @Nullable Object> record) {
        String task = segment(String.valueOf(record.get("task_id")));
        String id = segment(String.valueOf(record.get("id")));
        return get(call, api, "/v1/task/record_info/" + task + "/" + id).orElse(null);
    }

    private Optional<Map<String, @Nullable Object>> get(Call call, URI api, String path) {
        URI address = URI.create(api.toString().replaceFirst("/+$", "") + path);
        HttpResponse<byte[]> answer = send(call, address);
        int status = answer.statusCode();
        if (status == 200) {
            return data(call, address, answer.body());
        }
        String fact = "record of call %s: HTTP %d from %s".formatted(call.key(), status, address);
        switch (status) {
            case 404 -> LOG.info("call {}: the platform has no record of it", call.key());
            case 429 -> throw TransientFailure.tooMany(fact, null, null);
            // Refused for another reason than the call's own it is the same for all: somebody has to see to it.
            default -> throw TransientFailure.outage(fact, null);
        }
        return Optional.empty();
    }

    private HttpResponse<byte[]> send(Call call, URI address) {
        try {
            HttpRequest request = HttpRequest.newBuilder(address)
                    .timeout(settings.downloadTimeout())
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            String reason = e.getMessage() == null ? "connection refused" : e.getMessage();
            throw TransientFailure.outage(
                    "record of call %s at %s: %s".formatted(call.key(), address.getAuthority(), reason), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TransientFailure.outage("record of call " + call.key() + ": stopped while reading", e);
        }
    }

    private static Optional<Map<String, @Nullable Object>> data(Call call, URI address, byte[] body) {
        try {
            Answer answer = CallJson.read(body, Answer.class);
            if (answer.data == null && answer.code != null && answer.code >= 500) {
                throw TransientFailure.outage(
                        "record of call %s from %s: code %d".formatted(call.key(), address, answer.code), null);
            }
            return Optional.ofNullable(answer.data);
        } catch (Undecodable e) {
            throw TransientFailure.outage(
                    "record of call %s from %s: %s".formatted(call.key(), address, e.getMessage()), e);
        }
    }

    private static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
