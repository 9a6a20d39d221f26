package io.aftercall.analyze.api;

import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.CallQuery;
import io.aftercall.analyze.tags.TagRules;
import io.aftercall.ingest.TransientFailure;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
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
    private final TagRules tagRules;
    private final ZoneId zone;
    private final Pages pages = new Pages();

    public CallPages(CallIndex index, TagRules tagRules, ZoneId zone) {
        this.index = index;
        this.tagRules = tagRules;
        this.zone = zone;
    }

    @GetMapping("/calls/{callKey}")
    ResponseEntity<String> call(@PathVariable String callKey, HttpServletRequest request) {
        Labels labels = Frame.labels(request);
        Optional<CallDocument> found = index.find(callKey);
        return found.isPresent()
                ? pages.call(Frame.of(request, new CallPage(found.get(), new Wording(labels, zone)).context()))
                : message(404, request, labels.get("noCall"), callKey);
    }

    @GetMapping("/calls")
    ResponseEntity<String> calls(@RequestParam Map<String, String> parameters, HttpServletRequest request) {
        CallsPage page = new CallsPage(parameters, new Wording(Frame.labels(request), zone), tagRules);
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
