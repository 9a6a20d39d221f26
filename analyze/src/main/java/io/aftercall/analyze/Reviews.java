package io.aftercall.analyze;

import io.aftercall.analyze.CallAnalysis.Criterion;
import io.aftercall.analyze.CallAnalysis.Criterion.Verdict;
import io.aftercall.analyze.CallAnalysis.Score;
import io.aftercall.analyze.CallReview.Kind;
import io.aftercall.analyze.CallReview.Result;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.ContentHash;
import io.aftercall.ingest.TransientFailure;
import io.aftercall.transcribe.Transcript;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * People's word on analyses: kept in the call's folder and shown by the index. The analysis stays as it was made, and what
 * holds is worked out from it and from all that was said, so the same word said twice changes nothing.
 */
public final class Reviews {
    private static final String FOLDER = "reviews/";
    private static final int LONGEST_REASON = 2_000;
    private static final int LONGEST_NAME = 200;
    private static final int MOST_TAGS = 50;
    private static final int TURNS = 20;

    private final CallFolder folder;
    private final CallIndex index;
    private final Rubrics rubrics;
    private final Duration objections;
    private final Clock clock;

    /** @param objections how long after a call was judged one can object */
    public Reviews(CallFolder folder, CallIndex index, Rubrics rubrics, Duration objections, Clock clock) {
        this.folder = folder;
        this.index = index;
        this.rubrics = rubrics;
        this.objections = objections;
        this.clock = clock;
    }

    /** Cannot be said of this call. */
    public static final class Refused extends RuntimeException {
        private final int status;

        /** @param status 404 no such call, 409 not of this call or not now, 422 not in these words */
        Refused(int status, String fact) {
            super(fact);
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    /** What was said of the call, by its folder. */
    public static List<CallReview> stored(CallFolder folder, String callKey) {
        return folder.list(callKey, FOLDER).stream()
                .flatMap(name -> folder.read(callKey, name).stream())
                .map(json -> CallJson.read(json, CallReview.class))
                .toList();
    }

    /** What somebody asks for, which tells the same word said again. */
    private record Asked(
            Kind kind,
            Map<String, Verdict> criteria,
            @Nullable String level,
            @Nullable List<String> tags,
            @Nullable String objection,
            @Nullable Boolean accepted) {
        String id(String input, String author, String reason) {
            String said = new TreeMap<>(criteria) + "|" + level + "|" + tags + "|" + objection + "|" + accepted;
            return ContentHash.shortOf(input, kind.name(), author, reason, said);
        }
    }

    /** What comes of it after all that was said before. */
    private record Outcome(
            Map<String, Verdict> criteria, @Nullable Result result) {}

    /**
     * Sets verdicts, level or tags; what is absent stays.
     *
     * @param tags all that the call is to have
     * @throws Refused naming what cannot be
     * @throws io.aftercall.ingest.TransientFailure when the folder or the index is away; said again it is not doubled
     */
    public CallReview correct(
            String callKey,
            @Nullable String author,
            @Nullable String reason,
            Map<String, Verdict> criteria,
            @Nullable String level,
            @Nullable List<String> tags) {
        if (criteria.isEmpty() && level == null && tags == null) {
            throw new Refused(422, "a review sets criteria, level or tags");
        }
        if (tags != null && (tags.size() > MOST_TAGS || tags.stream().anyMatch(Reviews::isNoName))) {
            throw new Refused(
                    422, "tags must be at most %d words of at most %d letters".formatted(MOST_TAGS, LONGEST_NAME));
        }
        Asked asked = new Asked(Kind.CORRECTION, criteria, level, tags, null, null);
        return say(callKey, author, reason, asked, (call, before) -> {
            known(before.analysis(), criteria);
            return new Outcome(criteria, result(call, before, criteria, level, tags));
        });
    }

    /**
     * Asks for another verdict on one criterion, until the deadline.
     *
     * @throws Refused naming what cannot be
     */
    public CallReview object(
            String callKey, @Nullable String author, @Nullable String reason, String criterion, Verdict verdict) {
        Asked asked = new Asked(Kind.OBJECTION, Map.of(criterion, verdict), null, null, null, null);
        return say(callKey, author, reason, asked, (call, before) -> {
            known(before.analysis(), asked.criteria);
            Instant deadline = before.analysis().at().plus(objections);
            if (clock.instant().isAfter(deadline)) {
                throw new Refused(409, "objections to call %s were possible until %s".formatted(callKey, deadline));
            }
            return new Outcome(asked.criteria, null);
        });
    }

    /**
     * Decides on an objection; one that is accepted gets the verdict it asks for, one that is not confirms the one there is.
     *
     * @throws Refused naming what cannot be, also when whoever objected would decide
     */
    public CallReview decide(
            String callKey, String objection, @Nullable String author, @Nullable String reason, boolean accepted) {
        Asked decision = new Asked(Kind.DECISION, Map.of(), null, null, objection, accepted);
        return say(callKey, author, reason, decision, (call, before) -> {
            CallReview asked = before.objection(objection)
                    .orElseThrow(() -> new Refused(404, "call %s has no objection %s".formatted(callKey, objection)));
            before.decisionOn(objection).ifPresent(decided -> {
                throw new Refused(409, "it was decided on by " + decided.author());
            });
            if (author != null && asked.author().equalsIgnoreCase(author.strip())) {
                throw new Refused(422, "%s objected, so somebody else must decide".formatted(asked.author()));
            }
            String criterion = asked.criteria().keySet().iterator().next();
            Map<String, Verdict> verdict =
                    accepted ? asked.criteria() : Map.of(criterion, verdictOf(before.corrected(), criterion));
            return new Outcome(verdict, accepted ? result(call, before, verdict, null, null) : null);
        });
    }

    /**
     * Every word is worked out on all before it, and its place in the folder can be taken once: of two people who speak at
     * the same time one comes after the other.
     */
    private CallReview say(
            String callKey,
            @Nullable String author,
            @Nullable String reason,
            Asked asked,
            BiFunction<CallDocument, Reviewed, Outcome> saying) {
        if (author == null || isNoName(author)) {
            throw new Refused(422, "field 'author' must name who says so");
        }
        if (reason == null || reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw new Refused(422, "field 'reason' must say why, in at most %d letters".formatted(LONGEST_REASON));
        }
        CallDocument call = judged(callKey);
        CallAnalysis analysis = Objects.requireNonNull(call.analysis());
        String id = asked.id(analysis.input(), author.strip(), reason.strip());
        for (int turn = 0; turn < TURNS; turn++) {
            List<CallReview> said = stored(folder, callKey);
            Reviewed before = new Reviewed(analysis, said);
            CallReview again = before.reviews().stream()
                    .filter(known -> known.id().equals(id))
                    .findFirst()
                    .orElse(null);
            CallReview review = again != null
                    ? again
                    : review(id, callKey, before, author.strip(), reason.strip(), asked, saying.apply(call, before));
            if (again != null
                    || folder.create(
                            callKey, FOLDER + "%05d.json".formatted(said.size() + 1), CallJson.write(review))) {
                index.merge(List.of(CallDocument.of(review)));
                return review;
            }
        }
        throw TransientFailure.outage("others speak of call " + callKey + " all the time", null);
    }

    private CallReview review(
            String id, String callKey, Reviewed before, String author, String reason, Asked asked, Outcome outcome) {
        Instant now = clock.instant();
        Instant last = before.reviews().isEmpty()
                ? Instant.MIN
                : before.reviews().getLast().at();
        return new CallReview(
                id,
                callKey,
                asked.kind,
                author,
                reason,
                // In the order of their places, whatever the clocks of several processes say.
                now.isAfter(last) ? now : last.plusMillis(1),
                before.analysis().input(),
                before.analysis().engine().rubricId(),
                verdicts(before.analysis(), outcome.criteria.keySet()),
                outcome.criteria,
                asked.level,
                asked.tags,
                asked.objection,
                asked.accepted,
                outcome.result);
    }

    private CallDocument judged(String callKey) {
        CallDocument call = index.find(callKey).orElseThrow(() -> new Refused(404, "no call " + callKey));
        if (call.analysis() == null || call.analysis().outcome() != CallAnalysis.Outcome.JUDGED) {
            throw new Refused(409, "call %s has not been judged".formatted(callKey));
        }
        return call;
    }

    private static void known(CallAnalysis analysis, Map<String, Verdict> criteria) {
        List<String> ids = analysis.criteria().stream().map(Criterion::id).toList();
        for (Map.Entry<String, Verdict> each : criteria.entrySet()) {
            if (!ids.contains(each.getKey())) {
                throw new Refused(
                        422,
                        "'%s' is no criterion of this call; they are %s"
                                .formatted(each.getKey(), String.join(", ", ids)));
            }
            if (each.getValue() == Verdict.NOT_SCORED) {
                throw new Refused(422, "a person's verdict is met, partly, missed or not_applicable");
            }
        }
    }

    private static Map<String, Verdict> verdicts(CallAnalysis analysis, Set<String> criteria) {
        return analysis.criteria().stream()
                .filter(each -> criteria.contains(each.id()))
                .collect(Collectors.toMap(Criterion::id, Criterion::verdict));
    }

    private static Verdict verdictOf(CallAnalysis analysis, String criterion) {
        return analysis.criteria().stream()
                .filter(each -> each.id().equals(criterion))
                .map(Criterion::verdict)
                .findFirst()
                .orElseThrow();
    }

    /** The points follow from the verdicts by the rubric; a level that was set stands in the place of the one they give. */
    private Result result(
            CallDocument call,
            Reviewed reviewed,
            Map<String, Verdict> criteria,
            @Nullable String level,
            @Nullable List<String> tags) {
        CallAnalysis before = reviewed.corrected();
        Rubric rubric = rubrics.find(before.engine().rubricId())
                .orElseThrow(() -> new Refused(
                        409,
                        "rubric %s is not there any more"
                                .formatted(before.engine().rubric())));
        List<Criterion> corrected = before.criteria().stream()
                .map(each -> new Criterion(
                        each.id(),
                        each.name(),
                        each.weight(),
                        criteria.getOrDefault(each.id(), each.verdict()),
                        each.evidence()))
                .toList();
        Transcript transcript = call.transcript();
        int utterances = transcript == null ? 0 : transcript.utterances().size();
        Score score = criteria.isEmpty() ? before.score() : rubric.score(corrected, utterances);
        String set = level == null ? reviewed.level().orElse(null) : level;
        // One that was set before is nothing without points.
        boolean stays = set != null && (level != null || score != null);
        return new Result(
                set == null || !stays ? score : leveled(rubric, score, set),
                corrected,
                tags == null
                        ? before.allTags()
                        : tags.stream().map(String::strip).distinct().toList());
    }

    private static Score leveled(Rubric rubric, @Nullable Score score, String level) {
        Rubric.Level set = rubric.levels().stream()
                .filter(each -> each.level().equals(level))
                .findFirst()
                .orElseThrow(() -> new Refused(
                        422,
                        "'%s' is no level; they are %s"
                                .formatted(
                                        level,
                                        rubric.levels().stream()
                                                .map(Rubric.Level::level)
                                                .collect(Collectors.joining(", ")))));
        if (score == null) {
            throw new Refused(422, "a call without a score has no level; set its criteria");
        }
        return new Score(
                score.points(), set.level(), set.name().en(), set.alias().en(), set.colour());
    }

    private static boolean isNoName(@Nullable String word) {
        return word == null || word.isBlank() || word.length() > LONGEST_NAME;
    }
}
