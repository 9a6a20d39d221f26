package io.aftercall.ingest.webhook;

import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.Hangups;
import io.aftercall.ingest.IngestSettings;
import io.aftercall.ingest.PhoneNumbers;
import io.aftercall.ingest.TelephonySettings;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Accepts what telephony systems post in their own words, each once its secret is set. */
@RestController
@Tag(name = "Telephony webhooks")
public final class DialectWebhook {
    private final Map<String, Dialect> dialects;
    private final Acceptance acceptance;
    private final NotificationBody body;
    private final @Nullable String defaultCountry;
    private final @Nullable URI publicUrl;
    private final Clock clock;

    public DialectWebhook(Hangups hangups, IngestSettings ingest, TelephonySettings telephony, Clock clock) {
        this.dialects = Stream.of(
                        new TwilioDialect(telephony.twilio()),
                        new FreeSwitchDialect(telephony.freeswitch()),
                        new AsteriskDialect(telephony.asterisk()),
                        new MangoDialect(telephony.mango()),
                        new ZadarmaDialect(telephony.zadarma()),
                        new TcccDialect(telephony.tccc()))
                .collect(Collectors.toMap(dialect -> dialect.source().name(), dialect -> dialect));
        this.acceptance = new Acceptance(hangups);
        this.body = new NotificationBody(ingest.maxNotification());
        this.defaultCountry = ingest.country();
        this.publicUrl = telephony.publicUrl();
        this.clock = clock;
    }

    @Operation(summary = "Twilio, FreeSWITCH, Asterisk, Mango Office, Zadarma and TCCC in their own words")
    @ApiResponse(responseCode = "200", description = "Safe in Kafka, answered as the system expects it")
    @ApiResponse(responseCode = "401", description = "The signature or password is wrong or missing")
    @ApiResponse(responseCode = "404", description = "No such system, or its secret is not set")
    @ApiResponse(responseCode = "503", description = "Not safe yet: send it again after Retry-After seconds")
    @PostMapping({
        "/webhook/{system:twilio|freeswitch|asterisk|mango|zadarma|tccc}",
        "/webhook/{system:twilio|freeswitch|asterisk|mango|zadarma|tccc}/**"
    })
    ResponseEntity<Object> take(
            @Parameter(example = "twilio") @PathVariable("system") String system, HttpServletRequest request)
            throws IOException {
        Dialect dialect = on(system);
        Notification notification = notification(system, request);
        if (!dialect.isGenuine(notification)) {
            throw new BadNotification(
                    401,
                    "this was not signed with the secret in " + dialect.source().secretSetting());
        }
        List<CallHungUp> facts = dialect.read(notification, clock.instant());
        String country = dialect.country() == null ? defaultCountry : dialect.country();
        return facts.stream()
                .map(fact -> PhoneNumbers.madeOut(fact, country))
                .map(acceptance::refusal)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> ResponseEntity.ok()
                        .contentType(MediaType.parseMediaType(dialect.receiptType()))
                        .body(dialect.receipt()));
    }

    @Operation(summary = "Zadarma asks whether this is the address that was entered there")
    @GetMapping(path = "/webhook/zadarma", produces = MediaType.TEXT_PLAIN_VALUE)
    String echo(@RequestParam("zd_echo") String echo) {
        if (!echo.matches("[A-Za-z0-9]{1,100}")) {
            throw new BadNotification("parameter 'zd_echo' must be up to 100 letters and digits");
        }
        return echo;
    }

    private Dialect on(String system) {
        Dialect dialect = dialects.get(system);
        if (dialect == null || !dialect.source().isOn()) {
            throw new BadNotification(
                    404,
                    dialect == null
                            ? "there is no telephony system '" + system + "' here"
                            : "'" + system + "' is off until "
                                    + dialect.source().secretSetting() + " is set");
        }
        return dialect;
    }

    private Notification notification(String system, HttpServletRequest request) throws IOException {
        String own = "/webhook/" + system;
        String path = request.getRequestURI().substring(request.getRequestURI().indexOf(own) + own.length());
        byte[] bytes = body.bytes(request);
        String query = request.getQueryString();
        return new Notification(
                path.startsWith("/") ? path.substring(1) : path,
                address(request) + (query == null ? "" : "?" + query),
                query == null ? Map.of() : texts(NotificationBody.form(query)),
                request::getHeader,
                bytes);
    }

    /** As the sender wrote it: behind a proxy only the setting knows. */
    private String address(HttpServletRequest request) {
        return publicUrl == null
                ? request.getRequestURL().toString()
                : publicUrl.toString().replaceFirst("/+$", "") + request.getRequestURI();
    }

    private static Map<String, String> texts(Map<String, Object> fields) {
        return fields.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue()
                .toString()));
    }

    @ExceptionHandler
    ResponseEntity<Object> refuse(BadNotification bad, HttpServletRequest request) {
        return Acceptance.of(bad, request);
    }
}
