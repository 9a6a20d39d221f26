package io.aftercall.ingest.webhook;

import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.Hangups;
import io.aftercall.ingest.IngestSettings;
import io.aftercall.ingest.PhoneNumbers;
import io.aftercall.ingest.Seal;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Accepts hangup notifications: 202 once the event is safe, 503 while it cannot be, 4xx with the reason otherwise. */
@RestController
@Tag(name = "Telephony webhooks")
public final class HangupWebhook {
    private final Acceptance acceptance;
    private final IngestSettings settings;
    private final NotificationBody body;
    private final Clock clock;

    public HangupWebhook(Hangups hangups, IngestSettings settings, Clock clock) {
        this.acceptance = new Acceptance(hangups);
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
    @ApiResponse(responseCode = "401", description = "The token is wrong or missing", content = @Content)
    @ApiResponse(
            responseCode = "503",
            description = "Not safe yet: send it again after Retry-After seconds",
            content = @Content)
    @PostMapping("/webhook/new_call_recording")
    ResponseEntity<Object> newCallRecording(HttpServletRequest request) throws IOException {
        believe(request);
        return accept(
                GenericNotification.read(body.read(request, MediaType.APPLICATION_JSON), clock.instant()),
                settings.country());
    }

    @Operation(summary = "Robot platform: hangup notification, as form or JSON")
    @ApiResponse(responseCode = "202", description = "Safe in Kafka")
    @PostMapping("/api/hangup_notify")
    ResponseEntity<Object> hangupNotify(HttpServletRequest request) throws IOException {
        believe(request);
        Fields fields = body.read(request, MediaType.APPLICATION_JSON, MediaType.APPLICATION_FORM_URLENCODED);
        return accept(
                RobotNotification.read(fields, settings.robot().timeZone(), clock.instant()),
                RobotNotification.COUNTRY);
    }

    /** Neither of the two systems signs anything; the robot platform cannot even send a header. */
    private void believe(HttpServletRequest request) {
        String token = settings.webhookToken();
        if (token == null) {
            if (!isOnThisMachine(request.getLocalAddr())) {
                throw new BadNotification(404, "this webhook is off here until AFTERCALL_WEBHOOK_TOKEN is set");
            }
            return;
        }
        String query = request.getQueryString();
        Object given = query == null ? null : NotificationBody.form(query).get("token");
        if (!Seal.isBearer(token, request.getHeader("Authorization"))
                && !Seal.isSame(token, given == null ? null : given.toString())) {
            throw new BadNotification(
                    401,
                    "this needs the token in AFTERCALL_WEBHOOK_TOKEN, as bearer token or as ?token= in the address");
        }
    }

    private static boolean isOnThisMachine(String address) {
        return InetAddress.ofLiteral(address).isLoopbackAddress();
    }

    private ResponseEntity<Object> accept(CallHungUp received, @Nullable String country) {
        CallHungUp hungUp = PhoneNumbers.madeOut(received, country);
        return acceptance.refusal(hungUp).orElseGet(() -> ResponseEntity.accepted()
                .body(Map.of("status", "accepted", "call_key", hungUp.call().key())));
    }

    @ExceptionHandler
    ResponseEntity<Object> refuse(BadNotification bad, HttpServletRequest request) {
        return Acceptance.of(bad, request);
    }
}
