package io.aftercall.analyze.tags;

import io.aftercall.analyze.Evidence;
import io.aftercall.analyze.Rubric;
import java.util.List;

/**
 * A tag that a rule gave a call: in the robot platform's words a tag (标签) of a parent tag (母标签) of a business scene (业务场景).
 *
 * @param tag its id within the rules, like those of {@code group} and {@code scene}
 * @param evidence the words the rule went by; none for one that measures time
 */
public record RuleTag(String scene, String group, String tag, Rubric.Texts name, List<Evidence> evidence) {
    public RuleTag {
        evidence = List.copyOf(evidence);
    }

    /** {@code scene/group/tag}, which no other rule has. */
    public String path() {
        return scene + "/" + group + "/" + tag;
    }
}
