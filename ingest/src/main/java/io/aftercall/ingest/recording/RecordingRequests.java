package io.aftercall.ingest.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aftercall.ingest.Call;
import io.aftercall.ingest.IngestSettings;
import io.aftercall.ingest.RecordingAddress;
import io.aftercall.ingest.Seal;
import io.aftercall.ingest.TelephonySettings;
import java.net.URI;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;

/** How each telephony system wants to be asked for a recording: with its password, or for an address that lasts a moment. */
final class RecordingRequests {
    private static final int LINK_SECONDS = 1_800;

    private final TelephonySettings settings;
    private final List<IngestSettings.Credential> credentials;

    RecordingRequests(TelephonySettings settings, List<IngestSettings.Credential> credentials) {
        this.settings = settings;
        this.credentials = credentials;
    }

    /** Whom an address without a host of its own has to be asked for; nobody for any other address. */
    Optional<URI> api(String address) {
        if (address.startsWith(RecordingAddress.MANGO)) {
            return Optional.of(settings.mango().apiUrl());
        }
        return address.startsWith(RecordingAddress.ZADARMA)
                ? Optional.of(settings.zadarma().apiUrl())
                : Optional.empty();
    }

    /** The request that asks the system's API for the recording. */
    ClassicRequestBuilder ask(String address) {
        return address.startsWith(RecordingAddress.MANGO)
                ? mango(address.substring(RecordingAddress.MANGO.length()))
                : zadarma(address.substring(RecordingAddress.ZADARMA.length()));
    }

    /** A plain request, with the password of the one host that it is for. */
    ClassicRequestBuilder get(Call call, URI address) {
        ClassicRequestBuilder request = ClassicRequestBuilder.get(address);
        if (RecordingSource.isFromAnybody(call)) {
            return request;
        }
        TelephonySettings.Twilio twilio = settings.twilio();
        if (call.source().equals("twilio")
                && twilio.accountSid() != null
                && twilio.authToken() != null
                && twilio.recordingHost().equals(address.getAuthority())) {
            return request.setHeader("Authorization", Seal.basic(twilio.accountSid(), twilio.authToken()));
        }
        credentials.stream()
                .filter(each -> each.host().equals(address.getAuthority()))
                .findFirst()
                .ifPresent(each -> request.setHeader("Authorization", each.authorization()));
        return request;
    }

    /** Answered with a redirect to a link that works once. */
    private ClassicRequestBuilder mango(String recordingId) {
        TelephonySettings.Mango mango = settings.mango();
        String json = "{\"recording_id\":\"%s\",\"action\":\"download\"}".formatted(recordingId.replace("\"", ""));
        Map<String, String> form = new TreeMap<>();
        form.put("vpbx_api_key", String.valueOf(mango.apiKey()));
        form.put("sign", Seal.sha256(mango.apiKey() + json + mango.salt()));
        form.put("json", json);
        return ClassicRequestBuilder.post(mango.apiUrl().resolve("/vpbx/queries/recording/post"))
                .setEntity(encoded(form), ContentType.APPLICATION_FORM_URLENCODED);
    }

    /** Answered with JSON whose {@code link} works for half an hour. */
    private ClassicRequestBuilder zadarma(String callId) {
        TelephonySettings.Zadarma zadarma = settings.zadarma();
        String method = "/v1/pbx/record/request/";
        Map<String, String> query = new TreeMap<>();
        query.put("call_id", callId);
        query.put("lifetime", String.valueOf(LINK_SECONDS));
        String parameters = encoded(query);
        String signed = method + parameters + Seal.md5(parameters);
        String signature = Seal.base64OfHex(Seal.hmacSha1(String.valueOf(zadarma.secret()), signed));
        return ClassicRequestBuilder.get(zadarma.apiUrl().resolve(method + "?" + parameters))
                .setHeader("Authorization", zadarma.key() + ":" + signature);
    }

    private static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }
}
