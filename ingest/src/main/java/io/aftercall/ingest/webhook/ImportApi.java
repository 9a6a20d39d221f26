package io.aftercall.ingest.webhook;

import io.aftercall.ingest.AudioFormat;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.IngestSettings;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.PhoneNumbers;
import io.aftercall.ingest.Submissions;
import io.aftercall.ingest.TransientFailure;
import io.aftercall.ingest.recording.Buckets;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Takes recordings of the past, one a request, as its body or by their address; the same one again is the same call. */
@RestController
@Tag(name = "Import", description = "Recordings of the past")
public final class ImportApi {
    private static final int BUFFER = 64 * 1024;
    private static final int LARGEST_MANIFEST = 64 << 20;

    private final Submissions submissions;
    private final Buckets buckets;
    private final IngestSettings settings;
    private final Clock clock;

    public ImportApi(Submissions submissions, Buckets buckets, IngestSettings settings, Clock clock) {
        this.submissions = submissions;
        this.buckets = buckets;
        this.settings = settings;
        this.clock = clock;
    }

    @Operation(
            summary = "Take one recording into the line",
            description =
                    "The body is the audio file; or there is none and recording_url says where it is fetched from, an"
                            + " http(s) URL or s3://bucket/key of a bucket in aftercall.ingest.recording-buckets. The other"
                            + " parameters are those of /webhook/new_call_recording; only call_id is needed.")
    @ApiResponse(responseCode = "202", description = "Stored, or its address noted, and safe in Kafka")
    @ApiResponse(responseCode = "400", description = "The parameter at fault is named")
    @ApiResponse(responseCode = "415", description = "The file is in no known audio format")
    @PostMapping("/api/v1/import")
    ResponseEntity<Object> take(
            @Parameter(example = "2025/03/call-17.mp3") @RequestParam("call_id") String callId,
            @Parameter(example = "s3://calls/2025/03/call-17.mp3")
                    @RequestParam(name = "recording_url", defaultValue = "")
                    String address,
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @Parameter(hidden = true) HttpServletRequest request)
            throws IOException {
        Fields fields = new Fields(new LinkedHashMap<>(parameters));
        Call call = call(fields);
        return address.isEmpty()
                ? accepted(uploaded(callId, call, fields, request))
                : accepted(new CallHungUp(call, recording(address, fields), clock.instant(), fields.asReceived()));
    }

    private CallHungUp uploaded(String callId, Call call, Fields fields, HttpServletRequest request)
            throws IOException {
        Path file = Files.createTempFile("aftercall-import-", ".part");
        try {
            copy(callId, request.getInputStream(), file);
            return submissions.audio(file, format(callId, file), call, fields.asReceived());
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private String recording(String address, Fields fields) {
        return Buckets.isMeant(address) ? buckets.place(address).toString() : fields.recordingUrl("recording_url");
    }

    @Operation(
            summary = "Objects that could be imported",
            description = "Up to a thousand addresses that begin so, in order; after names the last one seen.")
    @ApiResponse(responseCode = "200", description = "Their addresses; after is there when there may be more")
    @GetMapping("/api/v1/import/objects")
    Map<String, Object> objects(
            @Parameter(example = "s3://calls/2025/") @RequestParam("address") String address,
            @RequestParam(name = "after", defaultValue = "") String after) {
        Buckets.Page page;
        try {
            page = buckets.list(buckets.place(address), after);
        } catch (Buckets.Refused e) {
            throw refused(e);
        }
        List<String> addresses =
                page.places().stream().map(Buckets.Place::toString).toList();
        return page.after() == null
                ? Map.of("addresses", addresses)
                : Map.of("addresses", addresses, "after", page.after());
    }

    @Operation(summary = "A manifest of recordings that lies in a bucket")
    @ApiResponse(responseCode = "200", description = "Its text")
    @GetMapping("/api/v1/import/manifest")
    Map<String, String> manifest(@Parameter(example = "s3://calls/2025.csv") @RequestParam("address") String address)
            throws IOException {
        byte[] bytes;
        try {
            bytes = buckets.read(buckets.place(address), LARGEST_MANIFEST + 1);
        } catch (Buckets.Refused e) {
            throw refused(e);
        }
        if (bytes.length > LARGEST_MANIFEST) {
            throw new BadNotification(
                    413, "manifest %s is larger than %d MB".formatted(address, LARGEST_MANIFEST >> 20));
        }
        return Map.of("text", NotificationBody.text(bytes));
    }

    private static BadNotification refused(Buckets.Refused refused) {
        return new BadNotification(refused.status() == 404 ? 404 : 502, String.valueOf(refused.getMessage()));
    }

    private static Call call(Fields fields) {
        return GenericNotification.call(
                Submissions.IMPORTED, fields.required("call_id"), fields.optional("manager_id"), fields);
    }

    private ResponseEntity<Object> accepted(CallHungUp taken) {
        submissions.publish(PhoneNumbers.madeOut(taken, settings.country()));
        return ResponseEntity.accepted()
                .body(Map.of("status", "accepted", "call_key", taken.call().key()));
    }

    private void copy(String callId, InputStream in, Path file) throws IOException {
        DataSize largest = settings.maxRecording();
        long bytes = 0;
        byte[] buffer = new byte[BUFFER];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                bytes += n;
                if (bytes > largest.toBytes()) {
                    throw new BadNotification(
                            413,
                            "recording of call %s is larger than the limit of %d MB"
                                    .formatted(callId, largest.toMegabytes()));
                }
                out.write(buffer, 0, n);
            }
        }
    }

    private static AudioFormat format(String callId, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(AudioFormat.HEAD);
            return AudioFormat.of(head)
                    .orElseThrow(() -> new BadNotification(
                            415,
                            "recording of call %s is in no known audio format (%s)"
                                    .formatted(callId, AudioFormat.names())));
        }
    }

    @ExceptionHandler
    ResponseEntity<Object> refuse(BadNotification bad, HttpServletRequest request) {
        return Acceptance.of(bad, request);
    }

    @ExceptionHandler
    ResponseEntity<Object> refuse(PermanentFailure bad, HttpServletRequest request) {
        return Acceptance.of(new BadNotification(String.valueOf(bad.getMessage())), request);
    }

    @ExceptionHandler
    ResponseEntity<Object> later(TransientFailure failure) {
        return Acceptance.later(failure);
    }
}
