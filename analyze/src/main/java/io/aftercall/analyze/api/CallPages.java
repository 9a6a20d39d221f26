package io.aftercall.analyze.api;

import io.aftercall.analyze.CallAnalysis;
import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.CallQuery;
import io.aftercall.analyze.Rubrics;
import io.aftercall.analyze.tags.TagRules;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.RecordedCalls;
import io.aftercall.ingest.TransientFailure;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Calls as pages in the reader's language: {@code ?lang=}, else what the browser prefers, else English. */
@Hidden
@RestController
public final class CallPages {
    private static final Logger LOG = LoggerFactory.getLogger(CallPages.class);

    private final CallIndex index;
    private final RecordedCalls recorded;
    private final Rubrics rubrics;
    private final TagRules tagRules;
    private final Duration objections;
    private final ZoneId zone;
    private final Pages pages = new Pages();

    /** @param objections how long after a call was judged one can object */
    public CallPages(
            CallIndex index, CallFolder folder, Rubrics rubrics, TagRules tagRules, Duration objections, ZoneId zone) {
        this.index = index;
        this.recorded = new RecordedCalls(folder);
        this.rubrics = rubrics;
        this.tagRules = tagRules;
        this.objections = objections;
        this.zone = zone;
    }

    @GetMapping("/calls/{callKey}")
    ResponseEntity<String> call(@PathVariable String callKey, HttpServletRequest request) {
        Labels labels = Frame.labels(request);
        Wording wording = new Wording(labels, zone);
        Optional<CallDocument> found = index.find(callKey).or(() -> underWay(callKey));
        if (found.isEmpty()) {
            return message(404, request, labels.get("noCall"), callKey);
        }
        Map<String, Object> page = new CallPage(found.get(), rubrics, wording).context();
        CallAnalysis analysis = found.get().analysis();
        Instant deadline = analysis == null ? null : analysis.at().plus(objections);
        page.put("objectionsUntil", labels.get("objectionsUntil").formatted(wording.moment(deadline)));
        return pages.call(Frame.of(request, page));
    }

    /** What its folder tells of a call that the index does not know yet, as of one that has just been handed in. */
    private Optional<CallDocument> underWay(String callKey) {
        return recorded.facts(callKey).stream()
                .map((CallHungUp fact) -> CallDocument.of(fact))
                .reduce(CallDocument::merge);
    }

    @GetMapping("/calls")
    ResponseEntity<String> calls(@RequestParam Map<String, String> parameters, HttpServletRequest request) {
        CallsPage page = new CallsPage(parameters, new Wording(Frame.labels(request), zone), rubrics, tagRules);
        try {
            CallQuery query = QueryParameters.read(parameters, zone);
            return pages.calls(200, Frame.of(request, page.of(CallList.of(query, index.search(query)))));
        } catch (BadQuery bad) {
            return pages.calls(422, Frame.of(request, page.of(bad)));
        }
    }

    @ExceptionHandler
    ResponseEntity<String> later(TransientFailure failure, HttpServletRequest request) {
        LOG.warn("calls cannot be shown: {}", failure.getMessage());
        return message(503, request, Frame.labels(request).get("away"), String.valueOf(failure.getMessage()));
    }

    private ResponseEntity<String> message(int status, HttpServletRequest request, String title, String text) {
        return pages.message(status, Frame.of(request, new LinkedHashMap<>(Map.of("title", title, "text", text))));
    }
}
