package io.aftercall.analyze.api.records;

import io.aftercall.analyze.api.Labels;
import io.aftercall.analyze.tags.TagRules;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tags by rule with their parent tags (母标签), and the judge's own, which have none. */
final class Tags {
    /** Whoever runs this installation: it has no accounts. */
    static final String OWNER = "aftercall";

    private static final String COLOUR = "#2DF0D0";
    private static final Labels LABELS = Labels.in("zh");

    private final Map<String, TagRules.Listed> byPath;

    Tags(TagRules rules) {
        this.byPath = rules.listed().stream()
                .collect(Collectors.toMap(
                        TagRules.Listed::path, Function.identity(), (one, same) -> one, LinkedHashMap::new));
    }

    /**
     * Those of the rules; what the judge may call a call is not a closed set.
     *
     * @param platform the platform's own tags
     */
    List<Map<String, @Nullable Object>> usable(List<Map<String, @Nullable Object>> platform) {
        return Stream.concat(byPath.keySet().stream().map(path -> tag(path, null, "tag_groups")), platform.stream())
                .toList();
    }

    List<Map<String, @Nullable Object>> on(
            String taggable, Collection<String> tags, @Nullable String at, String groups) {
        List<Map<String, @Nullable Object>> views = new ArrayList<>();
        for (String tag : tags) {
            Map<String, @Nullable Object> view = tag(tag, at, groups);
            Map<String, @Nullable Object> pivot = new LinkedHashMap<>();
            pivot.put("taggable_id", taggable);
            pivot.put("tag_id", tag);
            pivot.put("created_at", at);
            pivot.put("updated_at", at);
            Object parents = view.remove(groups);
            view.put("pivot", pivot);
            view.put(groups, parents);
            views.add(view);
        }
        return views;
    }

    /** Each once, although the platform repeats one for each of its tags. */
    List<Map<String, @Nullable Object>> parents(Collection<String> tags, @Nullable String at) {
        return tags.stream()
                .filter(tag -> tag.contains("/"))
                .map(tag -> group(tag, at))
                .distinct()
                .toList();
    }

    private Map<String, @Nullable Object> tag(String path, @Nullable String at, String groups) {
        TagRules.Listed rule = byPath.get(path);
        String name = rule == null ? LABELS.of("tag", last(path)) : rule.name().zh();
        Map<String, @Nullable Object> tag = new LinkedHashMap<>();
        tag.put("id", path);
        tag.put("name", name);
        tag.put("description", name);
        tag.put("color", COLOUR);
        tag.put("user_id", OWNER);
        tag.put("status", true);
        tag.put("created_at", at);
        tag.put("updated_at", at);
        tag.put(groups, path.contains("/") ? List.of(group(path, at)) : List.of());
        return tag;
    }

    /** A parent tag whose rule is gone keeps its id for a name. */
    private Map<String, @Nullable Object> group(String path, @Nullable String at) {
        String id = path.substring(0, path.lastIndexOf('/'));
        TagRules.Listed rule = byPath.get(path);
        Map<String, @Nullable Object> group = new LinkedHashMap<>();
        group.put("id", id);
        group.put("user_id", OWNER);
        group.put("name", rule == null ? last(id) : rule.groupName().zh());
        group.put("created_at", at);
        group.put("updated_at", at);
        group.put("tag_scene_id", id.substring(0, id.indexOf('/')));
        return group;
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
