package io.aftercall.analyze.api;

import io.aftercall.analyze.CallAnalysis;
import io.aftercall.analyze.CallRow;
import io.aftercall.analyze.CallState;
import io.aftercall.analyze.Rubrics;
import io.aftercall.analyze.tags.TagRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/** What the list of calls shows, in the names its template uses. */
final class CallsPage {
    private static final List<String> FIELDS =
            List.of("q", "managerId", "from", "to", "minScore", "maxScore", "level", "state", "sort", "size", "lang");

    private final Map<String, String> parameters;
    private final Wording wording;
    private final Labels labels;
    private final Rubrics rubrics;
    private final Map<String, String> ruleTags = new HashMap<>();

    /** @param rules whose tags are shown by their names, beside the judge's */
    CallsPage(Map<String, String> parameters, Wording wording, Rubrics rubrics, TagRules rules) {
        this.parameters = parameters;
        this.rubrics = rubrics;
        this.wording = wording;
        this.labels = wording.labels();
        rules.listed().forEach(rule -> ruleTags.put(rule.tag(), rule.name().in(labels.language())));
    }

    Map<String, Object> of(CallList list) {
        Map<String, Object> page = frame(labels.get("found").formatted(list.total()), "");
        page.put("empty", list.calls().isEmpty());
        page.put("rows", list.calls().stream().map(this::row).toList());
        page.put("page", labels.get("pageOf").formatted(list.page(), Math.max(1, list.pages())));
        page.put("older", list.page() < list.pages() ? List.of(link(list.page() + 1)) : List.of());
        page.put("newer", list.page() > 1 ? List.of(link(list.page() - 1)) : List.of());
        return page;
    }

    /** The form as it was filled in, and what is wrong with it. */
    Map<String, Object> of(BadQuery bad) {
        Map<String, Object> page = frame("", Objects.requireNonNullElse(bad.getMessage(), ""));
        page.put("empty", false);
        page.put("rows", List.of());
        page.put("page", "");
        page.put("older", List.of());
        page.put("newer", List.of());
        return page;
    }

    private Map<String, Object> frame(String found, String fault) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("title", labels.get("calls"));
        page.put("found", found);
        page.put("fault", fault);
        FIELDS.forEach(field -> page.put(field, parameters.getOrDefault(field, "")));
        page.put("levels", options("level", Stream.of("A", "B", "C", "D").toList()));
        page.put("states", states());
        page.put("clocks", wording.clocks());
        return page;
    }

    private List<Map<String, Object>> options(String field, List<String> values) {
        return values.stream().map(value -> option(field, value, value)).toList();
    }

    private List<Map<String, Object>> states() {
        return Arrays.stream(QueryParameters.STATES)
                .map(name -> option("state", name, labels.get("state_" + name)))
                .toList();
    }

    private Map<String, Object> option(String field, String value, String label) {
        return Map.of("value", value, "label", label, "selected", value.equals(parameters.get(field)));
    }

    private String link(int page) {
        UriComponentsBuilder link = UriComponentsBuilder.fromPath("/calls");
        List<Object> values = new ArrayList<>();
        for (String field : FIELDS) {
            String value = parameters.getOrDefault(field, "");
            if (!value.isBlank()) {
                link.queryParam(field, "{value}");
                values.add(value);
            }
        }
        return link.queryParam("page", page)
                .encode()
                .buildAndExpand(values.toArray())
                .toUriString();
    }

    private Map<String, Object> row(CallRow row) {
        Map<String, Object> shown = new LinkedHashMap<>();
        String lang = parameters.getOrDefault("lang", "");
        shown.put(
                "href",
                "/calls/" + UriUtils.encodePathSegment(row.callKey(), "UTF-8")
                        + (Labels.LANGUAGES.contains(lang) ? "?lang=" + lang : ""));
        shown.put("when", wording.moment(row.occurredAt()));
        shown.put("parties", wording.parties(row));
        shown.put("duration", Wording.duration(row.durationSeconds()));
        shown.put("score", Wording.score(row, RubricWords.colour(rubrics, row)));
        shown.put("mood", wording.mood(row));
        shown.put("intent", wording.gauge("intent", row.intent(), null));
        shown.put("churn", wording.gauge("churn", row.churn(), row.churnLevel()));
        shown.put("state", wording.state(row));
        shown.put("held", held(row));
        shown.put("about", about(row));
        shown.put("tags", row.tags().stream().map(this::tag).toList());
        return shown;
    }

    private String tag(String id) {
        return labels.of("tag", id, ruleTags.getOrDefault(id, id.replace('_', ' ')));
    }

    private String about(CallRow row) {
        if (row.state() == CallState.FAILED) {
            return Wording.text(row.failedReason());
        }
        if (row.summary() != null) {
            return row.summary();
        }
        if (row.stuckSince() != null) {
            return labels.get("stuckSince").formatted(wording.moment(row.stuckSince()));
        }
        if (row.waitingFor() != null) {
            return wording.waiting(row.waitingFor());
        }
        CallAnalysis.Outcome outcome = row.outcome();
        return outcome == null || outcome == CallAnalysis.Outcome.JUDGED
                ? ""
                : labels.get("outcome_" + outcome.name().toLowerCase(Locale.ROOT));
    }

    /** That it does not get on for the time being. */
    private List<Map<String, Object>> held(CallRow row) {
        if (row.stuckSince() == null && row.waitingFor() == null) {
            return List.of();
        }
        String code = row.stuckSince() != null ? "stuck" : "held";
        return List.of(Map.of("code", code, "label", labels.get("chip_" + code)));
    }
}
