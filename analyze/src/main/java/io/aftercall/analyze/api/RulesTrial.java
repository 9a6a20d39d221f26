package io.aftercall.analyze.api;

import io.aftercall.analyze.CallAnalysis;
import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.CallQuery;
import io.aftercall.analyze.CallRow;
import io.aftercall.analyze.tags.RuleTag;
import io.aftercall.analyze.tags.TagRules;
import io.aftercall.transcribe.Transcript;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What rules would have made of calls that are judged already.
 *
 * @param calls how many were looked at, the newest
 * @param changed how many of them would have other tags
 * @param tags by path, all that the rules know or that calls have now, with how many calls have each
 * @param examples the first calls that would change
 * @param givenUp the first rules that took too long on a call, so that they do not match it
 */
record RulesTrial(int calls, int changed, List<Count> tags, List<Change> examples, List<GivenUp> givenUp) {
    private static final int PAGE = 200;
    private static final int MOST_EXAMPLES = 20;

    record Count(String tag, int now, int then) {}

    record GivenUp(String callKey, String tag) {}

    record Change(String callKey, List<String> gained, List<String> lost, List<RuleTag> evidence) {}

    /** @throws io.aftercall.ingest.TransientFailure when the index is away */
    static RulesTrial of(TagRules rules, CallIndex index, int most) {
        Trial trial = new Trial(rules);
        for (int page = 1; trial.calls < most; page++) {
            List<String> keys = index.search(CallQuery.newest(page, PAGE)).calls().stream()
                    .map(CallRow::callKey)
                    .toList();
            index.find(keys).values().stream().limit(most - trial.calls).forEach(trial::add);
            if (keys.size() < PAGE || (page + 1) * PAGE > CallQuery.DEEPEST) {
                break;
            }
        }
        return trial.result();
    }

    private static final class Trial {
        private final TagRules rules;
        private final Map<String, int[]> counts = new TreeMap<>();
        private final List<Change> changes = new ArrayList<>();
        private final List<GivenUp> givenUp = new ArrayList<>();
        private int calls;
        private int changed;

        private Trial(TagRules rules) {
            this.rules = rules;
            rules.listed().forEach(tag -> counts.put(tag.path(), new int[2]));
        }

        private void add(CallDocument call) {
            CallAnalysis analysis = call.analysis();
            Transcript transcript = call.transcript();
            if (analysis == null || transcript == null || analysis.outcome() != CallAnalysis.Outcome.JUDGED) {
                return;
            }
            calls++;
            Map<String, RuleTag> now = byPath(analysis.ruleTags());
            Map<String, RuleTag> then = byPath(rules.of(transcript, tag -> giveUp(call.callKey(), tag)));
            now.keySet().forEach(path -> counts.computeIfAbsent(path, p -> new int[2])[0]++);
            then.keySet().forEach(path -> counts.computeIfAbsent(path, p -> new int[2])[1]++);
            List<String> gained = without(then.keySet(), now.keySet());
            List<String> lost = without(now.keySet(), then.keySet());
            if (!gained.isEmpty() || !lost.isEmpty()) {
                changed++;
                if (changes.size() < MOST_EXAMPLES) {
                    List<RuleTag> evidence = gained.stream()
                            .map(path -> Objects.requireNonNull(then.get(path)))
                            .toList();
                    changes.add(new Change(call.callKey(), gained, lost, evidence));
                }
            }
        }

        private RulesTrial result() {
            List<Count> tags = counts.entrySet().stream()
                    .map(each -> new Count(each.getKey(), each.getValue()[0], each.getValue()[1]))
                    .toList();
            return new RulesTrial(calls, changed, tags, changes, givenUp);
        }

        private void giveUp(String callKey, String tag) {
            if (givenUp.size() < MOST_EXAMPLES) {
                givenUp.add(new GivenUp(callKey, tag));
            }
        }

        private static Map<String, RuleTag> byPath(List<RuleTag> tags) {
            Map<String, RuleTag> byPath = new LinkedHashMap<>();
            tags.forEach(tag -> byPath.put(tag.path(), tag));
            return byPath;
        }

        private static List<String> without(Collection<String> all, Collection<String> these) {
            return all.stream().filter(each -> !these.contains(each)).toList();
        }
    }
}
