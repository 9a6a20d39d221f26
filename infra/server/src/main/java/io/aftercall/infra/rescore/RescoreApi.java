package io.aftercall.infra.rescore;

import io.aftercall.analyze.QueryTime;
import io.aftercall.analyze.Rubric;
import io.aftercall.analyze.Rubrics;
import io.aftercall.ingest.CallJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The rescore over HTTP: counted, agreed to, watched. */
@Tag(name = "Rescore", description = "Judges stored calls again by the rubrics, prompt and model of today")
@RestController
@RequestMapping(path = "/api/v1/rescore")
public final class RescoreApi {
    private final Rescore rescore;
    private final Rubrics rubrics;
    private final ZoneId zone;

    RescoreApi(Rescore rescore, Rubrics rubrics, ZoneId zone) {
        this.rescore = rescore;
        this.rubrics = rubrics;
        this.zone = zone;
    }

    @Operation(summary = "Counts which calls would be judged again and what that is likely to cost; judges none yet")
    @ApiResponse(responseCode = "202", description = "Counting; GET tells when it is PLANNED")
    @ApiResponse(responseCode = "409", description = "One is under way in this process")
    @ApiResponse(responseCode = "422", description = "No such rubric, or no date")
    @PostMapping
    ResponseEntity<byte[]> count(
            @RequestParam(required = false) @Nullable String rubric,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to) {
        Plan plan = new Plan(rubric(rubric), time("from", from, 0), time("to", to, 1));
        return rescore.count(plan)
                ? json(202, rescore.progress())
                : json(409, Map.of("detail", "a rescore is under way; GET /api/v1/rescore tells how far it is"));
    }

    @Operation(summary = "Judges what was counted")
    @ApiResponse(responseCode = "202", description = "Started")
    @ApiResponse(responseCode = "409", description = "Nothing is planned")
    @PostMapping("/run")
    ResponseEntity<byte[]> run(@RequestParam String counted) {
        return rescore.run(counted(counted)) ? json(202, rescore.progress()) : nothingPlanned();
    }

    @Operation(summary = "Forgets what was counted, or sends no more and no longer watches what runs")
    @ApiResponse(responseCode = "409", description = "Nothing is planned")
    @DeleteMapping
    ResponseEntity<byte[]> drop(@RequestParam String counted) {
        return rescore.drop(counted(counted)) ? json(200, rescore.progress()) : nothingPlanned();
    }

    @Operation(summary = "How the last rescore of this process is getting on")
    @GetMapping
    ResponseEntity<byte[]> progress() {
        return json(200, rescore.progress());
    }

    /** The {@code startedAt} of the count that is meant: another one may have been started since. */
    private static Instant counted(String startedAt) {
        try {
            return Instant.parse(startedAt);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("counted must be the startedAt of a count, not '" + startedAt + "'", e);
        }
    }

    private @Nullable Rubric rubric(@Nullable String name) {
        return name == null || name.isBlank()
                ? null
                : rubrics.mode(name)
                        .orElseThrow(() -> new IllegalArgumentException("there is no rubric '" + name + "'"));
    }

    private @Nullable Instant time(String name, @Nullable String value, int daysToAdd) {
        return value == null || value.isBlank() ? null : QueryTime.read(name, value.strip(), daysToAdd, zone);
    }

    @ExceptionHandler
    ResponseEntity<byte[]> refuse(IllegalArgumentException bad) {
        return json(422, Map.of("detail", String.valueOf(bad.getMessage())));
    }

    private static ResponseEntity<byte[]> nothingPlanned() {
        return json(409, Map.of("detail", "this count is not planned any more; POST /api/v1/rescore counts first"));
    }

    private static ResponseEntity<byte[]> json(int status, Object body) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .body(CallJson.write(body));
    }
}
