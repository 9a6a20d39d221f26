package io.aftercall.ingest.webhook;

import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.Hangups;
import io.aftercall.ingest.IngestSettings;
import io.aftercall.ingest.TransientFailure;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Accepts hangup notifications: 202 once the event is safe, 503 while it cannot be, 4xx with the reason otherwise. */
@RestController
@Tag(name = "Telephony webhooks")
public final class HangupWebhook {
    private static final Logger LOG = LoggerFactory.getLogger(HangupWebhook.class);

    private final Hangups hangups;
    private final IngestSettings settings;
    private final NotificationBody body;
    private final Clock clock;

    public HangupWebhook(Hangups hangups, IngestSettings settings, Clock clock) {
        this.hangups = hangups;
        this.settings = settings;
        this.body = new NotificationBody(settings.maxNotification());
        this.clock = clock;
    }

    @Operation(
            summary = "A call has ended and its recording can be fetched",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                                            examples = @ExampleObject("""
                                                            {"call_id":"123","manager_id":"m-42",\
                                                            "recording_url":"https://storage.example.com/calls/123.mp3"}"""))))
    @ApiResponse(responseCode = "202", description = "Safe in Kafka")
    @ApiResponse(
            responseCode = "400",
            description = "The field at fault is named",
            content = @Content(schema = @Schema(example = "{\"detail\":\"field 'call_id' is missing\"}")))
    @ApiResponse(
            responseCode = "503",
            description = "Not safe yet: send it again after Retry-After seconds",
            content = @Content)
    @PostMapping("/webhook/new_call_recording")
    ResponseEntity<Map<String, String>> newCallRecording(HttpServletRequest request) throws IOException {
        return accept(GenericNotification.read(body.read(request, MediaType.APPLICATION_JSON), clock.instant()));
    }

    @Operation(summary = "Robot platform: hangup notification, as form or JSON")
    @ApiResponse(responseCode = "202", description = "Safe in Kafka")
    @PostMapping("/api/hangup_notify")
    ResponseEntity<Map<String, String>> hangupNotify(HttpServletRequest request) throws IOException {
        Fields fields = body.read(request, MediaType.APPLICATION_JSON, MediaType.APPLICATION_FORM_URLENCODED);
        return accept(RobotNotification.read(fields, settings.robot().timeZone(), clock.instant()));
    }

    private ResponseEntity<Map<String, String>> accept(CallHungUp hungUp) {
        String key = hungUp.call().key();
        try (var ignored = MDC.putCloseable("call", key)) {
            hangups.publish(hungUp);
            LOG.info("hangup accepted");
        } catch (TransientFailure failure) {
            return later(key, failure);
        }
        return ResponseEntity.accepted().body(Map.of("status", "accepted", "call_key", key));
    }

    @ExceptionHandler
    ResponseEntity<Map<String, String>> refuse(BadNotification bad) {
        return ResponseEntity.status(bad.status()).body(Map.of("detail", bad.getMessage()));
    }

    private static ResponseEntity<Map<String, String>> later(String key, TransientFailure failure) {
        try (var ignored = MDC.putCloseable("call", key)) {
            LOG.warn("hangup not accepted: {}", failure.getMessage());
        }
        return ResponseEntity.status(503)
                .header("Retry-After", "5")
                .body(Map.of("detail", "not safe yet, send it again: " + failure.getMessage()));
    }
}
