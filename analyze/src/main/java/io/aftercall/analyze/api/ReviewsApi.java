package io.aftercall.analyze.api;

import io.aftercall.analyze.Calibration;
import io.aftercall.analyze.CallAnalysis.Criterion.Verdict;
import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.CallQuery;
import io.aftercall.analyze.JsonFault;
import io.aftercall.analyze.Reviews;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.TransientFailure;
import io.aftercall.ingest.Undecodable;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;

/** People correct verdicts and object to them; how often they agree with the judge is counted. The original stays. */
@Tag(name = "Review", description = "People's word on verdicts, and how often it is the judge's")
@RestController
@RequestMapping(path = "/api/v1")
@ApiResponse(
        responseCode = "422",
        description = "It cannot be said in these words",
        content = @Content(schema = @Schema(example = "{\"detail\":\"field 'author' must name who says so\"}")))
public final class ReviewsApi {
    private static final Logger LOG = LoggerFactory.getLogger(ReviewsApi.class);

    private final Reviews reviews;
    private final CallIndex index;
    private final ZoneId zone;

    public ReviewsApi(Reviews reviews, CallIndex index, ZoneId zone) {
        this.reviews = reviews;
        this.index = index;
        this.zone = zone;
    }

    /** {@code criteria}: verdicts (met, partly, missed, not_applicable) by criterion. */
    private record Correction(
            @Nullable String author,
            @Nullable String reason,
            @Nullable Map<String, @Nullable String> criteria,
            @Nullable String level,
            @Nullable List<String> tags) {}

    private record Objection(
            @Nullable String author,
            @Nullable String reason,
            @Nullable String criterion,
            @Nullable String verdict) {}

    private record Decision(
            @Nullable String author,
            @Nullable String reason,
            @Nullable Boolean accepted) {}

    @Operation(
            summary =
                    "Sets verdicts, level or tags of a judged call; a verdict that confirms the judge's counts as agreement",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content =
                                    @Content(
                                            schema = @Schema(implementation = Correction.class),
                                            examples = @ExampleObject("""
                                                    {"author":"Ann Lee","reason":"The price was named after the needs",\
                                                    "criteria":{"price":"met"},"level":"A","tags":["price","won"]}"""))))
    @ApiResponse(responseCode = "201", description = "Kept; the call shows it at once")
    @PostMapping("/calls/{callKey}/review")
    ResponseEntity<byte[]> correct(@PathVariable String callKey, @RequestBody byte[] body) {
        Correction said = read(body, Correction.class);
        Map<String, Verdict> criteria = new LinkedHashMap<>();
        if (said.criteria != null) {
            said.criteria.forEach((criterion, verdict) -> criteria.put(criterion, verdict(verdict)));
        }
        return Answers.json(201, reviews.correct(callKey, said.author, said.reason, criteria, said.level, said.tags));
    }

    @Operation(
            summary = "Objects to a verdict, until the deadline; a reviewer decides",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content =
                                    @Content(
                                            schema = @Schema(implementation = Objection.class),
                                            examples = @ExampleObject("""
                                                    {"author":"m-1","reason":"I did agree on Thursday, at the end",\
                                                    "criterion":"next_step","verdict":"met"}"""))))
    @ApiResponse(responseCode = "201", description = "Kept, with the id to decide on it")
    @ApiResponse(responseCode = "409", description = "The deadline is over, or the call has not been judged")
    @PostMapping("/calls/{callKey}/objections")
    ResponseEntity<byte[]> object(@PathVariable String callKey, @RequestBody byte[] body) {
        Objection said = read(body, Objection.class);
        if (said.criterion == null) {
            throw new BadQuery("field 'criterion' must name what the objection is to");
        }
        return Answers.json(
                201, reviews.object(callKey, said.author, said.reason, said.criterion, verdict(said.verdict)));
    }

    @Operation(
            summary = "Decides on an objection: accepted, it sets the verdict that was asked for",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content =
                                    @Content(
                                            schema = @Schema(implementation = Decision.class),
                                            examples = @ExampleObject("""
                                                    {"author":"Ann Lee","reason":"It is there, at 2:10",\
                                                    "accepted":true}"""))))
    @ApiResponse(responseCode = "201", description = "Kept")
    @ApiResponse(responseCode = "409", description = "It was decided on before")
    @PostMapping("/calls/{callKey}/objections/{objection}/decision")
    ResponseEntity<byte[]> decide(
            @PathVariable String callKey, @PathVariable String objection, @RequestBody byte[] body) {
        Decision said = read(body, Decision.class);
        if (said.accepted == null) {
            throw new BadQuery("field 'accepted' must be true or false");
        }
        return Answers.json(201, reviews.decide(callKey, objection, said.author, said.reason, said.accepted));
    }

    @Operation(summary = "How often people came to the judge's verdict, by criterion, with counts")
    @Parameter(in = ParameterIn.QUERY, name = "from", example = "2026-03-01", schema = @Schema(type = "string"))
    @Parameter(in = ParameterIn.QUERY, name = "to", example = "2026-03-31", schema = @Schema(type = "string"))
    @ApiResponse(
            responseCode = "200",
            description = "Criteria that people gave verdicts on",
            content = @Content(schema = @Schema(implementation = Calibration.class)))
    @GetMapping("/calibration")
    ResponseEntity<byte[]> calibration(@Parameter(hidden = true) @RequestParam Map<String, String> parameters) {
        CallQuery query = QueryParameters.read(parameters, zone);
        return Answers.json(200, index.calibration(query.from(), query.until()));
    }

    private static Verdict verdict(@Nullable String word) {
        return Arrays.stream(Verdict.values())
                .filter(verdict -> verdict.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new BadQuery("a verdict is met, partly, missed or not_applicable, not '%s'".formatted(word)));
    }

    private static <T> T read(byte[] body, Class<T> type) {
        try {
            return CallJson.read(body, type);
        } catch (Undecodable e) {
            throw new BadQuery(
                    switch (e.getCause()) {
                        case StreamReadException fault -> CallJson.notAnObject(fault);
                        case JacksonException fault -> "the body cannot be read: " + JsonFault.of(fault);
                        case null, default -> "the body is not a JSON object";
                    });
        }
    }

    @ExceptionHandler
    ResponseEntity<byte[]> refuse(Reviews.Refused refused) {
        return Answers.json(refused.status(), Map.of("detail", String.valueOf(refused.getMessage())));
    }

    @ExceptionHandler
    ResponseEntity<byte[]> refuse(BadQuery bad) {
        return Answers.json(422, Map.of("detail", String.valueOf(bad.getMessage())));
    }

    @ExceptionHandler
    ResponseEntity<byte[]> later(TransientFailure failure) {
        LOG.warn("a review cannot be taken: {}", failure.getMessage());
        return Answers.later("not possible now, say it again", failure);
    }
}
