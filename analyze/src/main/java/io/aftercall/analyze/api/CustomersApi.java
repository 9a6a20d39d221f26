package io.aftercall.analyze.api;

import io.aftercall.analyze.CallAnalysis;
import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.EmotionErrors;
import io.aftercall.analyze.EmotionSettings;
import io.aftercall.analyze.RequestFields;
import io.aftercall.analyze.SeedJson;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.TransientFailure;
import io.aftercall.ingest.Undecodable;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Gatherers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who may be lost, and who needs to be called: one customer with reasons, or many at a glance. */
@Tag(name = "Emotion")
@RestController
@RequestMapping(path = "/api/v1/presale/ai", produces = MediaType.APPLICATION_JSON_VALUE)
public final class CustomersApi extends EmotionErrors {
    private static final Logger LOG = LoggerFactory.getLogger(CustomersApi.class);
    private static final int MOST_CUSTOMERS = 100;
    private static final int MOST_TEXTS = 100;
    private static final int MOST_ANSWERS = 1000;
    /** A hundred years. */
    private static final long MOST_DAYS = 36_525;

    private final Communications communications;
    private final Customers customers;
    private final EmotionSettings settings;
    private final Clock clock;
    private final ZoneId zone;

    public CustomersApi(
            Communications communications, CallIndex index, EmotionSettings settings, Clock clock, ZoneId zone) {
        this.communications = communications;
        this.customers = new Customers(index, clock);
        this.settings = settings;
        this.clock = clock;
        this.zone = zone;
    }

    @Operation(
            summary = "How likely a customer is to be lost, why, and what to do about it",
            requestBody =
                    @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                                            examples = @ExampleObject("""
                                                    {"presale_ticket_id":1,"customer_id":100,"recent_communications":\
                                                    ["第一次沟通内容","第二次沟通内容","最近的沟通内容"],\
                                                    "days_since_last_contact":15,\
                                                    "response_time_trend":[2.0,4.5,8.0,12.0]}"""))))
    @ApiResponse(
            responseCode = "200",
            description = "A sum of what there is evidence of, by these communications and the history",
            content = @Content(examples = @ExampleObject(EmotionExamples.CHURN)))
    @PostMapping(path = "/predict-churn-risk", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> churn(@Parameter(hidden = true) HttpServletRequest request) throws IOException {
        RequestFields asked = body(request);
        long ticket = asked.integer("presale_ticket_id");
        long customer = asked.integer("customer_id");
        List<String> texts = asked.texts("recent_communications", MOST_TEXTS, settings.maxText());
        Long days = asked.optionalInteger("days_since_last_contact");
        if (days != null && (days < 0 || days > MOST_DAYS)) {
            throw new RequestFields.Bad("field 'days_since_last_contact' must be 0 to " + MOST_DAYS);
        }
        List<Double> answers = asked.amounts("response_time_trend", MOST_ANSWERS, 24 * MOST_DAYS);
        List<CallAnalysis> recent = each(texts, text -> communications.judge(ticket, customer, text));
        Customers.History history = customers.history(ticket, customer, answers.isEmpty());
        ChurnForecast forecast = customers.forecast(history, recent, days, answers);
        return answer(ChurnAnswer.of(ticket, customer, forecast, Labels.of(Communications.language(texts))));
    }

    @Operation(
            summary = "Up to 100 customers at a glance, by what was judged of their calls and communications",
            requestBody =
                    @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                                            examples = @ExampleObject("""
                                                    {"customer_ids":[100,101,102,103,104],"analysis_type":"full"}"""))))
    @ApiResponse(
            responseCode = "200",
            description = "A summary of each; those nothing is known of are counted as failed",
            content = @Content(examples = @ExampleObject(EmotionExamples.BATCH)))
    @PostMapping(path = "/batch-analyze-customers", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> batch(@Parameter(hidden = true) HttpServletRequest request) throws IOException {
        RequestFields asked = body(request);
        List<Long> ids = asked.integers("customer_ids", MOST_CUSTOMERS).stream()
                .distinct()
                .toList();
        String type = asked.oneOf("analysis_type", List.of("full", "emotion", "churn"));
        List<Looked> looked = each(ids, id -> look(id, !type.equals("emotion")));
        String language = looked.stream()
                .map(Looked::language)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        List<CustomersAnswer.Summary> summaries =
                looked.stream().map(each -> summary(each, type, language)).toList();
        int failed = (int) looked.stream().filter(Looked::failed).count();
        return answer(new CustomersAnswer(
                ids.size(), ids.size() - failed, failed, summaries, SeedJson.local(clock.instant(), zone)));
    }

    /** What one customer's history is, or that it could not be read. */
    private record Looked(long customer, Customers.@Nullable History history) {
        boolean failed() {
            return history == null || history.isEmpty();
        }

        @Nullable String language() {
            return history == null ? null : history.language();
        }
    }

    private Looked look(long customer, boolean withContacts) {
        try {
            return new Looked(customer, customers.history(null, customer, withContacts));
        } catch (TransientFailure | PermanentFailure | Undecodable e) {
            LOG.warn("customer {} is left out of a batch: {}", customer, e.getMessage());
            return new Looked(customer, null);
        }
    }

    private CustomersAnswer.Summary summary(Looked looked, String type, @Nullable String language) {
        Customers.History history = looked.history;
        if (history == null || history.isEmpty()) {
            String why = history == null ? "customerUnread" : "customerUnknown";
            return CustomersAnswer.Summary.unknown(
                    looked.customer, Labels.of(language).get(why));
        }
        CallAnalysis latest = type.equals("churn") ? null : history.analyses().getLast();
        ChurnForecast churn = type.equals("emotion") ? null : customers.forecast(history, List.of(), null, List.of());
        return CustomersAnswer.Summary.of(looked.customer, latest, churn, Labels.of(history.language()));
    }

    /** At the same time under the cap, in their order. */
    private <T, R> List<R> each(List<T> all, Function<T, R> work) {
        return all.stream()
                .gather(Gatherers.mapConcurrent(settings.inFlight(), work))
                .toList();
    }
}
