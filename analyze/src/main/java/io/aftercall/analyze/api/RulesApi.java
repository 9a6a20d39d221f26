package io.aftercall.analyze.api;

import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.CallQuery;
import io.aftercall.analyze.tags.TagRules;
import io.aftercall.ingest.TransientFailure;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Tag rules over HTTP: tried on past calls before they are put in force; nothing is changed. */
@Tag(name = "Rules", description = "Tag rules, tried on past calls")
@RestController
@RequestMapping(path = "/api/v1/rules")
public final class RulesApi {
    private static final Logger LOG = LoggerFactory.getLogger(RulesApi.class);

    private final CallIndex index;

    public RulesApi(CallIndex index) {
        this.index = index;
    }

    @Operation(summary = "What these rules would change on the newest calls")
    @ApiResponse(
            responseCode = "200",
            description = "The tags that calls have now and would have, and the first calls that would change",
            content = @Content(schema = @Schema(implementation = RulesTrial.class)))
    @ApiResponse(
            responseCode = "422",
            description = "The rules cannot be read",
            content =
                    @Content(schema = @Schema(example = "{\"detail\":\"tags.yaml: line 9: scenes[0].id is missing\"}")))
    @PostMapping(path = "/test", consumes = MediaType.ALL_VALUE)
    ResponseEntity<byte[]> test(
            @RequestBody(required = false) byte @Nullable [] rules,
            @RequestParam(defaultValue = "tags.yaml") String file,
            @RequestParam(defaultValue = "1000") int calls) {
        if (calls < 1 || calls > CallQuery.DEEPEST) {
            throw new BadQuery("calls must be between 1 and " + CallQuery.DEEPEST);
        }
        byte[] given = rules == null ? new byte[0] : rules;
        return Answers.json(200, RulesTrial.of(read(given, file), index, calls));
    }

    private static TagRules read(byte[] rules, String file) {
        try {
            return TagRules.read(new ByteArrayResource(rules) {
                @Override
                public String getFilename() {
                    return file;
                }
            });
        } catch (IllegalArgumentException e) {
            throw new BadQuery(String.valueOf(e.getMessage()));
        }
    }

    @ExceptionHandler
    ResponseEntity<byte[]> refuse(BadQuery bad) {
        return Answers.json(422, Map.of("detail", String.valueOf(bad.getMessage())));
    }

    @ExceptionHandler
    ResponseEntity<byte[]> later(TransientFailure failure) {
        LOG.warn("rules cannot be tried: {}", failure.getMessage());
        return Answers.later("the index cannot be asked now", failure);
    }
}
