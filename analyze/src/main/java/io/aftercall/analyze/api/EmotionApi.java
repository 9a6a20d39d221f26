package io.aftercall.analyze.api;

import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.CallRow;
import io.aftercall.analyze.EmotionErrors;
import io.aftercall.analyze.EmotionSettings;
import io.aftercall.analyze.Ids;
import io.aftercall.analyze.RequestFields;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the communications of a ticket say of its customer: a single one, the latest, and all in the course of time. */
@Tag(name = "Emotion", description = "Customers' mood, wish to buy and risk of leaving, by ticket and customer")
@RestController
@RequestMapping(path = "/api/v1/presale/ai", produces = MediaType.APPLICATION_JSON_VALUE)
public final class EmotionApi extends EmotionErrors {
    /** Points of a trend; older ones are left out. */
    private static final int MOST_POINTS = 1000;

    private final Communications communications;
    private final CallIndex index;
    private final Ids ids;
    private final EmotionSettings settings;
    private final ZoneId zone;

    public EmotionApi(Communications communications, CallIndex index, Ids ids, EmotionSettings settings, ZoneId zone) {
        this.communications = communications;
        this.index = index;
        this.ids = ids;
        this.settings = settings;
        this.zone = zone;
    }

    @Operation(
            summary = "Judges a communication and keeps it in the history of its ticket and customer",
            requestBody =
                    @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                                            examples = @ExampleObject("""
                                                    {"presale_ticket_id":1,"customer_id":100,\
                                                    "communication_content":"我对你们的产品很感兴趣，想了解一下价格和功能"}"""))))
    @ApiResponse(
            responseCode = "200",
            description = "Judged; the same communication again is the same analysis",
            content = @Content(examples = @ExampleObject(EmotionExamples.ANALYSIS)))
    @PostMapping(path = "/analyze-emotion", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> analyze(@Parameter(hidden = true) HttpServletRequest request) throws IOException {
        RequestFields asked = body(request);
        long ticket = asked.integer("presale_ticket_id");
        long customer = asked.integer("customer_id");
        String text = asked.text("communication_content", settings.maxText());
        return answer(communications.add(ticket, customer, text));
    }

    @Operation(summary = "The latest analysis of a ticket, of a communication or of a call")
    @ApiResponse(
            responseCode = "200",
            description = "As when it was judged",
            content = @Content(examples = @ExampleObject(EmotionExamples.ANALYSIS)))
    @ApiResponse(
            responseCode = "404",
            description = "Nothing of this ticket was judged",
            content = @Content(schema = @Schema(example = "{\"detail\":\"no emotion analysis of ticket 7\"}")))
    @GetMapping("/emotion-analysis/{ticket_id}")
    ResponseEntity<byte[]> latest(
            @Parameter(schema = @Schema(type = "integer", example = "1")) @PathVariable("ticket_id") String ticketId) {
        long ticket = RequestFields.integerIn("ticket_id", ticketId);
        return index.history(String.valueOf(ticket), null, 1).stream()
                .findFirst()
                .flatMap(row -> index.find(row.callKey()))
                .map(this::answer)
                .orElseGet(() -> notFound("no emotion analysis of ticket " + ticket));
    }

    private ResponseEntity<byte[]> answer(CallDocument judged) {
        long id = ids.of(Ids.ANALYSIS, judged.callKey(), judged.knownSince());
        return answer(EmotionAnswer.of(id, judged, zone));
    }

    @Operation(summary = "How mood and wish to buy developed, over calls and communications, and where they turned")
    @ApiResponse(
            responseCode = "200",
            description = "Oldest first",
            content = @Content(examples = @ExampleObject(EmotionExamples.TREND)))
    @ApiResponse(
            responseCode = "404",
            description = "Nothing of this ticket was judged",
            content = @Content(schema = @Schema(example = "{\"detail\":\"no emotion trend of ticket 7\"}")))
    @GetMapping("/emotion-trend/{ticket_id}")
    ResponseEntity<byte[]> trend(
            @Parameter(schema = @Schema(type = "integer", example = "1")) @PathVariable("ticket_id") String ticketId) {
        long ticket = RequestFields.integerIn("ticket_id", ticketId);
        List<CallRow> judged = index.history(String.valueOf(ticket), null, MOST_POINTS).stream()
                .filter(row -> row.intent() != null && row.sentiment() != null)
                .toList()
                .reversed();
        if (judged.isEmpty()) {
            return notFound("no emotion trend of ticket " + ticket);
        }
        return answer(EmotionTrend.of(ids.of("trend", String.valueOf(ticket)), ticket, judged, zone));
    }
}
