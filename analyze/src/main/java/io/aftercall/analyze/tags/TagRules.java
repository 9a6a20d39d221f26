package io.aftercall.analyze.tags;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aftercall.analyze.Rubric.Texts;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.ContentHash;
import io.aftercall.transcribe.Transcript;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.core.io.Resource;

/** The tags that people want calls to have, and by what each is given: scenes of groups of tags, as a YAML file has them. */
public record TagRules(List<Scene> scenes) {

    /** A business in which tags mean something. */
    record Scene(String id, Texts name, List<Group> groups) {}

    /** A parent tag. */
    record Group(String id, Texts name, List<Tag> tags) {}

    record Tag(String id, Texts name, When when) {}

    public TagRules {
        scenes = List.copyOf(scenes);
    }

    /** @throws IllegalArgumentException naming the file, the key and what is wrong with it */
    public static TagRules read(Resource file) {
        return new TagRulesFile(file).read();
    }

    /** Changes with everything in the rules. */
    public String version() {
        return "tags-"
                + ContentHash.shortOf(new String(CallJson.write(this), UTF_8)).substring(0, 8);
    }

    /** A tag with what it stands under, as people read it. */
    public record Listed(String scene, String group, Texts groupName, String tag, Texts name) {
        /** As {@link RuleTag#path()}. */
        public String path() {
            return scene + "/" + group + "/" + tag;
        }
    }

    /** Every tag there is. */
    public List<Listed> listed() {
        return scenes.stream()
                .flatMap(scene -> scene.groups.stream().flatMap(group -> group.tags.stream()
                        .map(tag -> new Listed(scene.id, group.id, group.name, tag.id, tag.name))))
                .toList();
    }

    /**
     * In the order of the rules.
     *
     * @param givenUp told the {@link RuleTag#path()} of each rule whose pattern takes too long: it does not hold
     */
    public List<RuleTag> of(Transcript transcript, Consumer<String> givenUp) {
        Conversation conversation = Conversation.of(transcript);
        return scenes.stream()
                .flatMap(scene -> scene.groups.stream().flatMap(group -> group.tags.stream()
                        .flatMap(tag -> tagged(conversation, scene, group, tag, givenUp).stream())))
                .toList();
    }

    private static Optional<RuleTag> tagged(
            Conversation conversation, Scene scene, Group group, Tag tag, Consumer<String> givenUp) {
        try {
            return tag.when
                    .holds(conversation)
                    .map(evidence -> new RuleTag(scene.id, group.id, tag.id, tag.name, evidence));
        } catch (BoundedText.TooManySteps e) {
            givenUp.accept(scene.id + "/" + group.id + "/" + tag.id);
            return Optional.empty();
        }
    }
}
