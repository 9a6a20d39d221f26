package io.aftercall.analyze.api;

import io.aftercall.analyze.CallAnalysis;
import io.aftercall.analyze.CallAnalysis.Criterion;
import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallReview;
import io.aftercall.analyze.CallRow;
import io.aftercall.analyze.Evidence;
import io.aftercall.analyze.Reviewed;
import io.aftercall.analyze.Rubrics;
import io.aftercall.analyze.TimelineEntry;
import io.aftercall.analyze.tags.RuleTag;
import io.aftercall.ingest.Call;
import io.aftercall.transcribe.Transcript;
import io.aftercall.transcribe.Utterance;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the page of one call shows, in the names its template uses. */
final class CallPage {
    private final CallDocument document;
    private final CallRow row;
    private final Wording wording;
    private final Labels labels;
    private final RubricWords words;
    private final TimelineSteps steps;
    private final Map<String, Utterance> utterances;

    CallPage(CallDocument document, Rubrics rubrics, Wording wording) {
        this.document = document;
        this.row = CallRow.of(document);
        this.wording = wording;
        this.labels = wording.labels();
        this.words = RubricWords.of(rubrics, document.analysis(), labels.language());
        this.steps = new TimelineSteps(document, wording);
        this.utterances = said().stream()
                .collect(Collectors.toMap(Utterance::id, u -> u, (one, other) -> one, LinkedHashMap::new));
    }

    Map<String, Object> context() {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("title", labels.get("call") + " " + row.callKey());
        page.put("heading", wording.parties(row));
        page.put("facts", facts());
        page.put("state", wording.state(row));
        page.put("score", Wording.score(row, colour()));
        page.put("levelName", levelName());
        page.put("notice", notice());
        page.put("timeline", steps.steps());
        page.put("total", steps.total());
        page.put("clocks", wording.clocks());
        page.put("utterances", utterances.values().stream().map(this::utterance).toList());
        page.put("hasTranscript", !utterances.isEmpty());
        CallAnalysis analysis = corrected();
        boolean judged = analysis != null && analysis.outcome() == CallAnalysis.Outcome.JUDGED;
        page.put("judged", judged);
        page.put("bare", !judged && utterances.isEmpty());
        if (analysis != null) {
            judgement(page, analysis);
        }
        return page;
    }

    /** What holds, people's corrections included. */
    private @Nullable CallAnalysis corrected() {
        return document.reviewed().map(Reviewed::corrected).orElse(null);
    }

    private List<Utterance> said() {
        Transcript transcript = document.transcript();
        return transcript == null ? List.of() : transcript.utterances();
    }

    private List<Map<String, Object>> facts() {
        List<Map<String, Object>> facts = new ArrayList<>();
        fact(facts, "when", wording.moment(row.occurredAt()));
        fact(facts, "duration", Wording.duration(row.durationSeconds()));
        fact(facts, "manager", Wording.text(row.managerId()));
        fact(facts, "customer", Wording.customer(row));
        Call.Direction direction = row.direction();
        if (direction != null) {
            fact(facts, "direction", labels.of("direction", direction.name()));
        }
        String language = row.language();
        if (language != null) {
            fact(facts, "language", labels.of("language", language));
        }
        document.call()
                .map(Call::ending)
                .map(Call.Ending::by)
                .ifPresent(by -> fact(facts, "endedBy", labels.of("by", by)));
        fact(facts, "callId", Wording.text(row.callId()));
        fact(facts, "source", Wording.text(row.source()));
        return facts;
    }

    private void fact(List<Map<String, Object>> facts, String label, String value) {
        facts.add(Map.of("label", labels.get(label), "value", value));
    }

    private String levelName() {
        CallAnalysis analysis = corrected();
        CallAnalysis.Score score = analysis == null ? null : analysis.score();
        return score == null ? "" : words.of(score);
    }

    private @Nullable String colour() {
        CallAnalysis analysis = corrected();
        CallAnalysis.Score score = analysis == null ? null : analysis.score();
        return score == null ? null : score.colour();
    }

    /** Why there is no judgement to see, or that something failed after it. */
    private List<Map<String, Object>> notice() {
        Optional<TimelineEntry> failure = document.lastFailure();
        if (failure.isPresent()) {
            String stage = Wording.text(failure.get().failedStage());
            return notice(
                    "failed",
                    labels.of("failed", stage),
                    Wording.text(failure.get().reason()));
        }
        CallAnalysis analysis = corrected();
        if (analysis == null) {
            return steps.stuck()
                    .map(stuck -> notice("failed", stuck.getKey(), stuck.getValue()))
                    .or(() -> steps.waiting().map(waiting -> notice("waiting", waiting.getKey(), waiting.getValue())))
                    .orElseGet(() -> notice(
                            "waiting",
                            labels.get("waiting"),
                            labels.get("waiting_" + row.state().jsonName())));
        }
        if (analysis.outcome() != CallAnalysis.Outcome.JUDGED) {
            String outcome = analysis.outcome().name().toLowerCase(Locale.ROOT);
            return notice("plain", labels.get("outcome_" + outcome), labels.get("nothingToJudge"));
        }
        return analysis.score() == null ? notice("plain", labels.get("noScore"), labels.get("notEnough")) : List.of();
    }

    private static List<Map<String, Object>> notice(String kind, String title, String text) {
        return List.of(Map.of("kind", kind, "title", title, "text", text));
    }

    private void judgement(Map<String, Object> page, CallAnalysis analysis) {
        page.put("summary", summary(analysis));
        page.put("nextStep", nextStep(analysis));
        page.put("criteria", analysis.criteria().stream().map(this::criterion).toList());
        page.put("mood", wording.mood(row));
        Integer emotion = row.emotion();
        page.put("emotion", emotion == null ? Wording.NONE : emotion == 0 ? "0" : "%+d".formatted(emotion));
        CallAnalysis.PurchaseIntent intent = analysis.intent();
        page.put("intent", wording.gauge("intent", row.intent(), intent == null ? null : intent.band()));
        page.put("churn", wording.gauge("churn", row.churn(), row.churnLevel()));
        CallAnalysis.ChurnRisk churn = analysis.churn();
        page.put("signals", churn == null ? List.of() : quotes(churn.signals()));
        CallAnalysis.Customer customer = analysis.customer();
        page.put("customerType", customer == null ? List.of() : List.of(labels.of("customerType", customer.type())));
        page.put("factors", factors(analysis));
        page.put("strengths", analysis.strengths());
        page.put("hasStrengths", !analysis.strengths().isEmpty());
        page.put("improve", analysis.improve());
        page.put("hasImprove", !analysis.improve().isEmpty());
        page.put("promises", analysis.promises().stream().map(this::promise).toList());
        page.put("hasPromises", !analysis.promises().isEmpty());
        page.put(
                "objections",
                analysis.objections().stream().map(this::objection).toList());
        page.put("hasObjections", !analysis.objections().isEmpty());
        page.put(
                "tags",
                analysis.tags().stream().map(tag -> labels.of("tag", tag)).toList());
        page.put("ruleTags", analysis.ruleTags().stream().map(this::ruleTag).toList());
        page.put("hasRuleTags", !analysis.ruleTags().isEmpty());
        page.put(
                "earlier",
                analysis.earlier().reversed().stream().map(this::earlier).toList());
        page.put("hasEarlier", !analysis.earlier().isEmpty());
        List<CallReview> reviews = document.reviews();
        page.put("reviews", reviews.reversed().stream().map(this::review).toList());
        page.put("hasReviews", !reviews.isEmpty());
        page.put("engine", engine(analysis));
    }

    private String summary(CallAnalysis analysis) {
        boolean withheld = analysis.summary() == null && document.speaksToTheJudge();
        return withheld ? labels.get("withheld") : Wording.text(analysis.summary());
    }

    private Map<String, Object> review(CallReview review) {
        List<String> said = new ArrayList<>();
        CallAnalysis analysis = document.analysis();
        if (analysis != null && !review.input().equals(analysis.input())) {
            said.add(labels.get("earlier"));
        }
        if (review.accepted() != null) {
            said.add(labels.get(review.accepted() ? "review_accepted" : "review_rejected"));
        }
        new TreeMap<>(review.criteria())
                .forEach((criterion, verdict) -> said.add(criterionName(criterion) + ": "
                        + labels.get("verdict_" + verdict.name().toLowerCase(Locale.ROOT))));
        if (review.level() != null) {
            said.add(labels.get("level") + ": " + review.level());
        }
        if (review.tags() != null) {
            said.add(labels.get("tags") + ": "
                    + review.tags().stream().map(tag -> labels.of("tag", tag)).collect(Collectors.joining(", ")));
        }
        return Map.of(
                "kind", labels.get("review_" + review.kind().name().toLowerCase(Locale.ROOT)),
                "author", review.author(),
                "at", wording.moment(review.at()),
                "said", String.join("; ", said),
                "reason", review.reason());
    }

    private String criterionName(String id) {
        CallAnalysis analysis = document.analysis();
        return analysis == null
                ? id
                : analysis.criteria().stream()
                        .filter(each -> each.id().equals(id))
                        .map(words::of)
                        .findFirst()
                        .orElse(id);
    }

    private Map<String, Object> ruleTag(RuleTag tag) {
        return Map.of("name", tag.name().in(labels.language()), "path", tag.path(), "quotes", quotes(tag.evidence()));
    }

    private Map<String, Object> earlier(CallAnalysis.Earlier before) {
        CallAnalysis.Score score = before.score();
        return Map.of(
                "at", wording.moment(before.at()),
                "score", score == null ? Wording.NONE : score.points() + " " + score.level(),
                "rubric", before.engine().rubric(),
                "engine", labels.of("engine", before.engine().name()));
    }

    private List<Map<String, Object>> nextStep(CallAnalysis analysis) {
        CallAnalysis.NextStep step = analysis.nextStep();
        if (step == null) {
            return List.of();
        }
        Instant due = document.occurredAt()
                .map(at -> at.plus(step.dueInHours(), ChronoUnit.HOURS))
                .orElse(null);
        return List.of(Map.of("what", step.what(), "due", wording.moment(due)));
    }

    /** What the customer's mood and wish to buy are read from; a kind without words is left out. */
    private List<Map<String, Object>> factors(CallAnalysis analysis) {
        CallAnalysis.Emotion emotion = analysis.emotion();
        CallAnalysis.PurchaseIntent intent = analysis.intent();
        Map<String, List<Evidence>> kinds = new LinkedHashMap<>();
        if (emotion != null) {
            kinds.put("positive", emotion.positive());
            kinds.put("concerns", emotion.concerns());
            kinds.put("urgency", emotion.urgency());
        }
        if (intent != null) {
            kinds.put("buying", intent.signals());
        }
        return kinds.entrySet().stream()
                .filter(kind -> !kind.getValue().isEmpty())
                .map(kind -> Map.<String, Object>of(
                        "kind", labels.get("factor_" + kind.getKey()), "quotes", quotes(kind.getValue())))
                .toList();
    }

    private Map<String, Object> promise(CallAnalysis.Promise promise) {
        return Map.of(
                "what", promise.what(),
                "due", promise.due() == null ? "" : labels.get("due") + " " + wording.moment(promise.due()),
                "quotes", quotes(List.of(promise.evidence())));
    }

    private Map<String, Object> criterion(Criterion criterion) {
        String verdict = criterion.verdict().name().toLowerCase(Locale.ROOT);
        return Map.of(
                "name", words.of(criterion),
                "verdict", verdict,
                "label", labels.get("verdict_" + verdict),
                "quotes", quotes(criterion.evidence()));
    }

    private Map<String, Object> objection(CallAnalysis.Objection objection) {
        return Map.of(
                "kind", labels.of("objection", objection.kind()), "quotes", quotes(List.of(objection.evidence())));
    }

    private List<Map<String, Object>> quotes(List<Evidence> evidence) {
        return evidence.stream()
                .map(each -> {
                    Utterance said = utterances.get(each.utterance());
                    return Map.<String, Object>of(
                            "text",
                            each.quote(),
                            "utterance",
                            each.utterance(),
                            "who",
                            said == null
                                    ? ""
                                    : labels.of("speaker", said.speaker().name()),
                            "time",
                            said == null ? "" : time(said));
                })
                .toList();
    }

    /** A conversation that was written down has no times. */
    private static String time(Utterance said) {
        return said.endMs() == 0 ? "" : Wording.duration(said.startMs() / 1000);
    }

    private Map<String, Object> engine(CallAnalysis analysis) {
        CallAnalysis.Engine engine = analysis.engine();
        List<String> parts = new ArrayList<>();
        parts.add(labels.of("engine", engine.name()) + (engine.model() == null ? "" : " (" + engine.model() + ")"));
        parts.add(labels.get("rubric") + " " + engine.rubric());
        parts.add(labels.get("prompt") + " " + engine.prompt());
        parts.add(wording.moment(analysis.at()));
        String because = engine.awaited()
                .map(reason -> labels.get("judgedForNow").formatted(wording.dependency(reason)))
                .orElse(Objects.requireNonNullElse(engine.because(), ""));
        return Map.of("text", String.join(" · ", parts), "because", because);
    }

    private Map<String, Object> utterance(Utterance said) {
        String who = said.speaker().name().toLowerCase(Locale.ROOT);
        return Map.of(
                "id", said.id(),
                "who", who,
                "label", labels.get("speaker_" + who),
                "time", time(said),
                "text", said.text());
    }
}
