package io.aftercall.analyze.tags;

import io.aftercall.analyze.Rubric.Texts;
import io.aftercall.analyze.YamlFile;
import io.aftercall.analyze.tags.TagRules.Group;
import io.aftercall.analyze.tags.TagRules.Scene;
import io.aftercall.analyze.tags.TagRules.Tag;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;

/** Reads {@link TagRules} and refuses those that could never, or always, give a tag. */
final class TagRulesFile {
    private static final int MOST_UTTERANCES_APART = 1_000;

    private final YamlFile file;
    private final Map<String, Texts> tagNames = new HashMap<>();

    TagRulesFile(Resource resource) {
        this.file = new YamlFile(resource);
    }

    TagRules read() {
        Draft draft = file.read(Draft.class);
        List<Scene> scenes = some(draft.scenes, "scenes");
        Set<String> ids = new HashSet<>();
        for (int s = 0; s < scenes.size(); s++) {
            Scene scene = scenes.get(s);
            String key = "scenes[" + s + "]";
            named(scene.id(), scene.name(), key, ids);
            groups(scene, key);
        }
        return new TagRules(scenes);
    }

    /** As written: anything may be missing, whatever the types say. */
    private record Draft(@Nullable List<Scene> scenes) {}

    private void groups(Scene scene, String at) {
        List<Group> groups = some(scene.groups(), at + ".groups");
        Set<String> ids = new HashSet<>();
        for (int g = 0; g < groups.size(); g++) {
            Group group = groups.get(g);
            String key = at + ".groups[" + g + "]";
            named(group.id(), group.name(), key, ids);
            List<Tag> tags = some(group.tags(), key + ".tags");
            Set<String> tagIds = new HashSet<>();
            for (int t = 0; t < tags.size(); t++) {
                Tag tag = tags.get(t);
                String tagKey = key + ".tags[" + t + "]";
                named(tag.id(), tag.name(), tagKey, tagIds);
                // Calls are shown and found by the tag alone, whichever group it came from.
                Texts first = tagNames.putIfAbsent(tag.id(), tag.name());
                file.require(
                        first == null || first.equals(tag.name()),
                        tagKey + ".name",
                        "is another than that of '" + tag.id() + "' before");
                check(tag.when(), tagKey + ".when");
            }
        }
    }

    private void named(@Nullable String id, @Nullable Texts name, String key, Set<String> ids) {
        file.require(id != null && id.matches("[a-z0-9_-]{1,40}"), key + ".id", "must be a-z, 0-9, _ or -");
        file.require(ids.add(String.valueOf(id)), key + ".id", "'" + id + "' is there twice");
        file.require(name != null, key + ".name", "is missing");
        if (name != null) {
            Stream.of(new String[] {"zh", name.zh()}, new String[] {"ru", name.ru()}, new String[] {"en", name.en()})
                    .forEach(text -> file.require(
                            text[1] != null && !text[1].isBlank(), key + ".name." + text[0], "is missing"));
        }
    }

    private void check(@Nullable When when, String key) {
        file.require(when != null, key, "is missing");
        if (when == null) {
            return;
        }
        long given = Stream.of(
                        when.said(), when.near(), when.silence(), when.talk(), when.any(), when.all(), when.atLeast())
                .flatMap(Stream::ofNullable)
                .count();
        file.require(
                given == 1,
                key,
                "must be exactly one of said, near, silence, talk, any, all, atLeast, but is " + given);
        if (when.said() != null) {
            check(when.said(), key + ".said");
        }
        if (when.near() != null) {
            check(when.near().first(), key + ".near.first");
            check(when.near().then(), key + ".near.then");
            int within = when.near().within();
            file.require(
                    within >= 0 && within <= MOST_UTTERANCES_APART,
                    key + ".near.within",
                    "must be 0 to " + MOST_UTTERANCES_APART + " utterances");
        }
        if (when.silence() != null) {
            percent(when.silence().over(), key + ".silence.over");
        }
        if (when.talk() != null) {
            file.require(when.talk().by() != null, key + ".talk.by", "is missing");
            percent(when.talk().over(), key + ".talk.over");
        }
        if (when.atLeast() != null) {
            List<When> of = some(when.atLeast().of(), key + ".atLeast.of");
            int count = when.atLeast().count();
            file.require(count >= 1 && count <= of.size(), key + ".atLeast.count", "must be 1 to " + of.size());
        }
        if (when.any() != null || when.all() != null) {
            some(when.any() != null ? when.any() : when.all(), key);
        }
        when.parts().forEach(part -> check(part, key));
    }

    private void check(@Nullable Said said, String key) {
        file.require(said != null, key, "is missing");
        if (said == null) {
            return;
        }
        file.require(!said.isEmpty(), key, "has neither words nor patterns");
        boolean complete = said.patterns() == null || said.patterns().stream().noneMatch(Objects::isNull);
        file.require(complete, key + ".patterns", "has one that is empty");
        try {
            file.require(
                    said.compiled().stream()
                            .noneMatch(pattern -> pattern.matcher("").find()),
                    key + ".patterns",
                    "has one that even nothing fits");
        } catch (PatternSyntaxException e) {
            throw file.fault(key + ".patterns", "has one that cannot be: " + e.getDescription());
        }
    }

    private void percent(double over, String key) {
        file.require(over >= 0 && over < 100, key, "must be a percentage from 0 to below 100");
    }

    private <T> List<T> some(@Nullable List<T> list, String key) {
        boolean there = list != null && !list.isEmpty() && list.stream().noneMatch(each -> each == null);
        file.require(there, key, "is empty, or has an empty entry");
        return list == null ? List.of() : list;
    }
}
