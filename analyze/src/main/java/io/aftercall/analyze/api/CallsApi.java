package io.aftercall.analyze.api;

import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.CallQuery;
import io.aftercall.ingest.TransientFailure;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Calls as JSON. Fields that are not known (yet) are left out. */
@Tag(name = "Calls", description = "Every call with its timeline, transcript and analysis")
@RestController
@RequestMapping(path = "/api/v1/calls")
@ApiResponse(
        responseCode = "503",
        description = "The index is away; ask again after Retry-After seconds",
        content = @Content(schema = @Schema(example = "{\"detail\":\"the index cannot be asked now\"}")))
public final class CallsApi {
    private static final Logger LOG = LoggerFactory.getLogger(CallsApi.class);

    private final CallIndex index;
    private final ZoneId zone;

    public CallsApi(CallIndex index, ZoneId zone) {
        this.index = index;
        this.zone = zone;
    }

    @Operation(summary = "One call with its timeline, transcript and analysis")
    @ApiResponse(
            responseCode = "200",
            description = "The call as far as it is known",
            content = @Content(schema = @Schema(implementation = CallView.class)))
    @ApiResponse(
            responseCode = "404",
            description = "No such call",
            content = @Content(schema = @Schema(example = "{\"detail\":\"no call generic-42\"}")))
    @GetMapping("/{callKey}")
    ResponseEntity<byte[]> call(@Parameter(example = "generic-42") @PathVariable String callKey) {
        Optional<CallDocument> found = index.find(callKey);
        return found.isPresent()
                ? Answers.json(200, CallView.of(found.get()))
                : Answers.json(404, Map.of("detail", "no call " + callKey));
    }

    @Operation(summary = "Calls found by words and conditions, newest first")
    @Parameter(
            in = ParameterIn.QUERY,
            name = "q",
            example = "数据安全",
            description = "Words said or summarised (Chinese, Russian, English; all of them), a call id, a manager,"
                    + " a customer id, or four or more digits of a telephone number",
            schema = @Schema(type = "string"))
    @Parameter(in = ParameterIn.QUERY, name = "managerId", example = "m-42", schema = @Schema(type = "string"))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "from",
            example = "2026-03-01",
            description = "Date in the server's time zone, or ISO time with offset; inclusive",
            schema = @Schema(type = "string"))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "to",
            example = "2026-03-31",
            description = "Date, that day included, or ISO time with offset, exclusive",
            schema = @Schema(type = "string"))
    @Parameter(in = ParameterIn.QUERY, name = "minScore", example = "0", schema = @Schema(type = "integer"))
    @Parameter(in = ParameterIn.QUERY, name = "maxScore", example = "59", schema = @Schema(type = "integer"))
    @Parameter(in = ParameterIn.QUERY, name = "level", example = "D", schema = @Schema(type = "string"))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "state",
            example = "failed",
            schema =
                    @Schema(
                            type = "string",
                            allowableValues = {
                                "hungUp",
                                "recorded",
                                "transcribed",
                                "analyzed",
                                "reminded",
                                "failed",
                                "waiting",
                                "stuck"
                            }))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "sort",
            example = "newest",
            schema =
                    @Schema(
                            type = "string",
                            allowableValues = {"newest", "relevance"}))
    @Parameter(in = ParameterIn.QUERY, name = "page", example = "1", schema = @Schema(type = "integer"))
    @Parameter(in = ParameterIn.QUERY, name = "size", example = "50", schema = @Schema(type = "integer"))
    @ApiResponse(
            responseCode = "200",
            description = "A page of calls",
            content = @Content(schema = @Schema(implementation = CallList.class)))
    @ApiResponse(
            responseCode = "422",
            description = "A parameter that cannot be",
            content = @Content(schema = @Schema(example = "{\"detail\":\"minScore must be between 0 and 100\"}")))
    @GetMapping
    ResponseEntity<byte[]> calls(@Parameter(hidden = true) @RequestParam Map<String, String> parameters) {
        CallQuery query = QueryParameters.read(parameters, zone);
        return Answers.json(200, CallList.of(query, index.search(query)));
    }

    @ExceptionHandler
    ResponseEntity<byte[]> refuse(BadQuery bad) {
        return Answers.json(422, Map.of("detail", String.valueOf(bad.getMessage())));
    }

    @ExceptionHandler
    ResponseEntity<byte[]> later(TransientFailure failure) {
        LOG.warn("calls cannot be read: {}", failure.getMessage());
        return Answers.later("the index cannot be asked now", failure);
    }
}
