package io.aftercall.analyze.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.web.util.UriComponentsBuilder;

/** What surrounds every page: its language, the same page in the others, and the ways to the other pages. */
final class Frame {
    private Frame() {}

    /** {@code page} with all of that in it. */
    static Map<String, Object> of(HttpServletRequest request, Map<String, Object> page) {
        Labels labels = labels(request);
        String asked = request.getParameter("lang") == null ? "" : "?lang=" + labels.language();
        page.put("t", labels.texts());
        page.put("language", labels.language());
        page.put("home", "/calls" + asked);
        page.put("auditHref", "/" + asked);
        page.put("atAudit", request.getRequestURI().equals("/"));
        page.put("asked", asked);
        page.put(
                "languages",
                Labels.LANGUAGES.stream()
                        .map(each -> language(request, labels, each))
                        .toList());
        return page;
    }

    static Labels labels(HttpServletRequest request) {
        List<Locale> accepted = Collections.list(request.getLocales());
        return Labels.choose(request.getParameter("lang"), accepted);
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
}
