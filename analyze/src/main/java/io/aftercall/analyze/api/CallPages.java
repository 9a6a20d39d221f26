package io.aftercall.analyze.api;

import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.CallQuery;
import io.aftercall.ingest.TransientFailure;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
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
import org.springframework.web.util.UriComponentsBuilder;

/** Calls as pages in the reader's language: {@code ?lang=}, else what the browser prefers, else English. */
@Hidden
@RestController
public final class CallPages {
    private static final Logger LOG = LoggerFactory.getLogger(CallPages.class);

    private final CallIndex index;
    private final ZoneId zone;
    private final Pages pages = new Pages();

    public CallPages(CallIndex index, ZoneId zone) {
        this.index = index;
        this.zone = zone;
    }

    /** Where somebody lands who only knows the address. */
    @GetMapping("/")
    ResponseEntity<String> home() {
        return ResponseEntity.status(302).header("Location", "/calls").build();
    }

    @GetMapping("/calls/{callKey}")
    ResponseEntity<String> call(@PathVariable String callKey, HttpServletRequest request) {
        Labels labels = labels(request);
        Optional<CallDocument> found = index.find(callKey);
        return found.isPresent()
                ? pages.call(framed(request, new CallPage(found.get(), new Wording(labels, zone)).context()))
                : message(404, request, labels.get("noCall"), callKey);
    }

    @GetMapping("/calls")
    ResponseEntity<String> calls(@RequestParam Map<String, String> parameters, HttpServletRequest request) {
        CallsPage page = new CallsPage(parameters, new Wording(labels(request), zone));
        try {
            CallQuery query = QueryParameters.read(parameters, zone);
            return pages.calls(200, framed(request, page.of(CallList.of(query, index.search(query)))));
        } catch (BadQuery bad) {
            return pages.calls(422, framed(request, page.of(bad)));
        }
    }

    @ExceptionHandler
    ResponseEntity<String> later(TransientFailure failure, HttpServletRequest request) {
        LOG.warn("calls cannot be shown: {}", failure.getMessage());
        return message(503, request, labels(request).get("away"), String.valueOf(failure.getMessage()));
    }

    private ResponseEntity<String> message(int status, HttpServletRequest request, String title, String text) {
        return pages.message(status, framed(request, new LinkedHashMap<>(Map.of("title", title, "text", text))));
    }

    private Map<String, Object> framed(HttpServletRequest request, Map<String, Object> page) {
        Labels labels = labels(request);
        page.put("t", labels.texts());
        page.put("language", labels.language());
        page.put("home", request.getParameter("lang") == null ? "/calls" : "/calls?lang=" + labels.language());
        page.put(
                "languages",
                Labels.LANGUAGES.stream()
                        .map(each -> language(request, labels, each))
                        .toList());
        return page;
    }

    private static Map<String, Object> language(HttpServletRequest request, Labels shown, String language) {
        String here = UriComponentsBuilder.fromPath(request.getRequestURI())
                .query(request.getQueryString())
                .replaceQueryParam("lang", language)
                .build()
                .toUriString();
        return Map.of(
                "code",
                language,
                "name",
                Labels.in(language).get("language_" + language),
                "href",
                here,
                "current",
                language.equals(shown.language()));
    }

    private static Labels labels(HttpServletRequest request) {
        List<java.util.Locale> accepted = Collections.list(request.getLocales());
        return Labels.choose(request.getParameter("lang"), accepted);
    }
}
