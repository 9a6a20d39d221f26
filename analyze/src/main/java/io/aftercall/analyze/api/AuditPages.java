package io.aftercall.analyze.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.Reviewed;
import io.aftercall.analyze.Rubrics;
import io.aftercall.ingest.CallFailed;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.TransientFailure;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The page on which people hand in a conversation and see, as it passes the stages, what becomes of it. */
@Hidden
@RestController
public final class AuditPages {
    private static final Logger LOG = LoggerFactory.getLogger(AuditPages.class);

    private final Audits audits;
    private final CallIndex index;
    private final Rubrics rubrics;
    private final ZoneId zone;
    private final Pages pages = new Pages();

    public AuditPages(Audits audits, CallIndex index, Rubrics rubrics, ZoneId zone) {
        this.audits = audits;
        this.index = index;
        this.rubrics = rubrics;
        this.zone = zone;
    }

    @GetMapping("/")
    ResponseEntity<String> form(HttpServletRequest request) {
        Labels labels = Frame.labels(request);
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("title", labels.get("audit"));
        page.put("refusals", new String(CallJson.write(labels.all("refused_")), UTF_8));
        page.put(
                "modes",
                Stream.of("manager", "client", "dialogue")
                        .map(mode -> Map.of(
                                "value", mode,
                                "name", labels.get("mode_" + mode),
                                "about", labels.get("modeAbout_" + mode),
                                "checked", mode.equals("dialogue")))
                        .toList());
        return pages.audit(Frame.of(request, page));
    }

    /** The stages of a call that was handed in, and its verdict once there is one. */
    @GetMapping("/audit/{callKey}")
    ResponseEntity<String> verdict(@PathVariable String callKey, HttpServletRequest request) {
        Labels labels = Frame.labels(request);
        Audits.State state = audits.state(callKey);
        CallDocument document = document(callKey, state);
        Map<String, Object> page = new CallPage(document, rubrics, new Wording(labels, zone)).context();
        page.put("audited", state.judged() != null ? "judged" : state.failed() != null ? "failed" : "open");
        page.put("callHref", "/calls/" + callKey);
        page.put("recommendations", recommendations(state, document));
        page.put("open", state.isOpen());
        return pages.verdict(Frame.of(request, page));
    }

    /** What the index knows and what the folder knows already. */
    private CallDocument document(String callKey, Audits.State state) {
        Audits.Judged judged = state.judged();
        Stream<CallDocument> results = judged == null
                ? audits.failures(callKey).stream().map((CallFailed failure) -> CallDocument.of(failure))
                : Stream.of(CallDocument.of(judged.transcribed()), CallDocument.of(judged.analyzed()));
        return results.reduce(index.find(callKey).orElseGet(() -> CallDocument.unknown(callKey)), CallDocument::merge);
    }

    private List<Map<String, String>> recommendations(Audits.State state, CallDocument document) {
        Audits.Judged judged = state.judged();
        if (judged == null) {
            return List.of();
        }
        var transcript = judged.transcribed().transcript();
        String language = transcript == null ? null : transcript.language();
        return new Recommendations(rubrics.of(judged.transcribed().call()), language)
                        .lines(document.reviewed()
                                .map(Reviewed::corrected)
                                .orElse(judged.analyzed().analysis()))
                        .stream()
                        .map(line -> line.split(": ", 2))
                        .map(parts -> Map.of("name", parts[0], "text", parts[1]))
                        .toList();
    }

    @ExceptionHandler
    ResponseEntity<String> later(TransientFailure failure, HttpServletRequest request) {
        LOG.warn("an audit cannot be shown: {}", failure.getMessage());
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("title", Frame.labels(request).get("away"));
        page.put("text", String.valueOf(failure.getMessage()));
        return pages.message(503, Frame.of(request, page));
    }
}
