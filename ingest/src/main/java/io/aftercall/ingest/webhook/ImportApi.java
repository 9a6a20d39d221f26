package io.aftercall.ingest.webhook;

import io.aftercall.ingest.AudioFormat;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.IngestSettings;
import io.aftercall.ingest.Submissions;
import io.aftercall.ingest.TransientFailure;
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
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Takes recordings of the past, one a request, each the body of its own; the same one again is the same call. */
@RestController
@Tag(name = "Import", description = "Recordings of the past")
public final class ImportApi {
    private static final int BUFFER = 64 * 1024;

    private final Submissions submissions;
    private final DataSize largest;

    public ImportApi(Submissions submissions, IngestSettings settings) {
        this.submissions = submissions;
        this.largest = settings.maxRecording();
    }

    @Operation(
            summary = "Take one recording into the line",
            description = "The body is the audio file. Parameters are those of /webhook/new_call_recording without the"
                    + " recording's address; only call_id is needed.")
    @ApiResponse(responseCode = "202", description = "Stored, and safe in Kafka")
    @ApiResponse(responseCode = "400", description = "The parameter at fault is named")
    @ApiResponse(responseCode = "415", description = "The file is in no known audio format")
    @PostMapping(path = "/api/v1/import", consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    ResponseEntity<Object> take(
            @Parameter(example = "2025/03/call-17.mp3") @RequestParam("call_id") String callId,
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @Parameter(hidden = true) HttpServletRequest request)
            throws IOException {
        Fields fields = new Fields(new LinkedHashMap<>(parameters));
        Call call = GenericNotification.call(
                Submissions.IMPORTED, fields.required("call_id"), fields.optional("manager_id"), fields);
        Path file = Files.createTempFile("aftercall-import-", ".part");
        try {
            copy(callId, request.getInputStream(), file);
            CallHungUp taken = submissions.audio(file, format(callId, file), call, fields.asReceived());
            submissions.publish(taken);
            return ResponseEntity.accepted().body(Map.of("status", "accepted", "call_key", call.key()));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void copy(String callId, InputStream in, Path file) throws IOException {
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
    ResponseEntity<Object> refuse(BadNotification bad) {
        return Acceptance.of(bad);
    }

    @ExceptionHandler
    ResponseEntity<Object> later(TransientFailure failure) {
        return Acceptance.later(failure);
    }
}
