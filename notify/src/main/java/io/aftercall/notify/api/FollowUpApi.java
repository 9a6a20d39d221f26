package io.aftercall.notify.api;

import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.EmotionErrors;
import io.aftercall.analyze.Ids;
import io.aftercall.analyze.RequestFields;
import io.aftercall.notify.FollowUp;
import io.aftercall.notify.FollowUps;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** When to follow up a ticket, what is to be followed up, and what is not any more. */
@Tag(name = "Follow-ups", description = "When to contact a customer again, and with which words")
@RestController
@RequestMapping(path = "/api/v1/presale/ai", produces = MediaType.APPLICATION_JSON_VALUE)
public final class FollowUpApi extends EmotionErrors {
    private static final String KIND = "reminder";
    private static final int USUAL = 50;
    private static final int MOST = 100;
    private static final String EXAMPLE = """
            {"id":1,"presale_ticket_id":1,"recommended_time":"2026-02-15T14:30:00","priority":"high",\
            "follow_up_content":"您好，关于您之前咨询的产品功能，我们可以为您安排一次详细的演示...",\
            "reason":"客户购买意向评分达到85分，表现出较高兴趣，建议在2小时内跟进以促成交易",\
            "status":"pending","created_at":"2026-02-15T12:00:00"}""";
    private static final String LIST_EXAMPLE = """
            {"total":15,"reminders":[\
            {"id":1,"presale_ticket_id":1,"recommended_time":"2026-02-15T14:30:00","priority":"high",\
            "follow_up_content":"...","reason":"...","status":"pending","created_at":"2026-02-15T12:00:00"}]}""";

    private final FollowUps followUps;
    private final CallIndex index;
    private final Ids ids;
    private final ZoneId zone;

    public FollowUpApi(FollowUps followUps, CallIndex index, Ids ids, ZoneId zone) {
        this.followUps = followUps;
        this.index = index;
        this.ids = ids;
        this.zone = zone;
    }

    @Operation(
            summary = "When to follow up a ticket and what to say, by its latest analysis or a given one",
            requestBody =
                    @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                                            examples = @ExampleObject("""
                                                    {"presale_ticket_id":1,"customer_id":100,\
                                                    "latest_emotion_analysis_id":5}"""))))
    @ApiResponse(
            responseCode = "200",
            description = "The reminder, which is sent at its time; for the same analysis it is always the same",
            content = @Content(examples = @ExampleObject(EXAMPLE)))
    @ApiResponse(
            responseCode = "404",
            description = "Nothing of this ticket was judged",
            content = @Content(schema = @Schema(example = "{\"detail\":\"no emotion analysis of ticket 7\"}")))
    @PostMapping(path = "/recommend-follow-up", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> recommend(@Parameter(hidden = true) HttpServletRequest request) throws IOException {
        RequestFields asked = body(request);
        String ticket = String.valueOf(asked.integer("presale_ticket_id"));
        asked.integer("customer_id");
        Long analysis = asked.optionalInteger("latest_emotion_analysis_id");
        Optional<CallDocument> judged = analysis == null ? latest(ticket) : given(ticket, analysis);
        if (judged.isEmpty()) {
            String which = analysis == null ? "" : " " + analysis;
            return notFound("no emotion analysis%s of ticket %s".formatted(which, ticket));
        }
        FollowUps.Entry entry = followUps.recommend(judged.get(), ticket);
        return answer(FollowUpAnswer.of(
                ids.of(KIND, entry.reminder().callKey(), entry.followUp().createdAt()), entry, zone));
    }

    private Optional<CallDocument> latest(String ticket) {
        return index.history(ticket, null, 1).stream().findFirst().flatMap(row -> index.find(row.callKey()));
    }

    private Optional<CallDocument> given(String ticket, long analysis) {
        return ids.find(Ids.ANALYSIS, analysis)
                .flatMap(index::find)
                .filter(document -> document.analysis() != null)
                .filter(document -> document.call()
                        .filter(call -> ticket.equals(call.references().presaleTicketId()))
                        .isPresent());
    }

    @Operation(summary = "What is to be followed up, the newest first")
    @Parameter(
            in = ParameterIn.QUERY,
            name = "status",
            example = "pending",
            schema =
                    @Schema(
                            type = "string",
                            allowableValues = {"pending", "completed", "dismissed"}))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "priority",
            example = "high",
            schema =
                    @Schema(
                            type = "string",
                            allowableValues = {"high", "medium", "low"}))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "limit",
            example = "20",
            description = "1 to 100, otherwise 50",
            schema = @Schema(type = "integer"))
    @ApiResponse(
            responseCode = "200",
            description = "The first so many, and how many there are",
            content = @Content(examples = @ExampleObject(LIST_EXAMPLE)))
    @GetMapping("/follow-up-reminders")
    ResponseEntity<byte[]> reminders(@Parameter(hidden = true) @RequestParam MultiValueMap<String, String> parameters) {
        FollowUps.Found found = followUps.find(
                oneOf(parameters, "status", FollowUp.Status.values()),
                oneOf(parameters, "priority", FollowUp.Priority.values()),
                limit(one(parameters, "limit")));
        Map<String, Instant> made = new LinkedHashMap<>();
        found.entries()
                .forEach(entry ->
                        made.put(entry.reminder().callKey(), entry.followUp().createdAt()));
        Map<String, Long> numbers = ids.of(KIND, made);
        List<FollowUpAnswer> reminders = found.entries().stream()
                .map(entry -> FollowUpAnswer.of(
                        Objects.requireNonNull(numbers.get(entry.reminder().callKey())), entry, zone))
                .toList();
        return answer(new FollowUpAnswer.Page(found.total(), reminders));
    }

    @Operation(summary = "Has a reminder not be sent any more")
    @ApiResponse(
            responseCode = "200",
            description = "Dismissed; without success when it was sent before",
            content = @Content(examples = @ExampleObject("{\"message\":\"提醒已忽略\",\"success\":true}")))
    @ApiResponse(
            responseCode = "404",
            description = "No such reminder",
            content = @Content(schema = @Schema(example = "{\"detail\":\"no reminder 7\"}")))
    @PostMapping("/dismiss-reminder/{reminder_id}")
    ResponseEntity<byte[]> dismiss(
            @Parameter(schema = @Schema(type = "integer", example = "1")) @PathVariable("reminder_id")
                    String reminderId) {
        long id = RequestFields.integerIn("reminder_id", reminderId);
        return ids.find(KIND, id)
                .flatMap(followUps::dismiss)
                .map(FollowUpApi::dismissed)
                .orElseGet(() -> notFound("no reminder " + id));
    }

    private static ResponseEntity<byte[]> dismissed(FollowUps.Entry entry) {
        boolean success = entry.status() == FollowUp.Status.DISMISSED;
        return answer(new FollowUpAnswer.Dismissal(entry.dismissal(), success));
    }

    private static @Nullable String one(MultiValueMap<String, String> parameters, String name) {
        List<String> given = parameters.getOrDefault(name, List.of());
        if (given.size() > 1) {
            throw new RequestFields.Bad(name + " is given more than once");
        }
        return given.isEmpty() ? null : given.getFirst();
    }

    private static <E extends Enum<E>> @Nullable E oneOf(
            MultiValueMap<String, String> parameters, String name, E[] known) {
        String given = one(parameters, name);
        if (given == null) {
            return null;
        }
        return Arrays.stream(known)
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(given))
                .findFirst()
                .orElseThrow(() -> new RequestFields.Bad("%s must be one of %s"
                        .formatted(
                                name,
                                Arrays.stream(known)
                                        .map(each -> each.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", ")))));
    }

    private static int limit(@Nullable String given) {
        long limit = given == null ? USUAL : RequestFields.integerIn("limit", given);
        if (limit < 1 || limit > MOST) {
            throw new RequestFields.Bad("limit must be between 1 and " + MOST);
        }
        return (int) limit;
    }
}
