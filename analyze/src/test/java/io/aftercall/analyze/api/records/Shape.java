package io.aftercall.analyze.api.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whether an answer has every field of a document's example with its type, and null only where that has null. */
final class Shape {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Shape() {}

    /** Rows of a list are alike: what is null in one of the example's may be null in each of the answer's. */
    static void assertShape(String example, JsonNode answer) {
        assertShape(List.of(JSON.readTree(example)), answer, "");
    }

    private static void assertShape(List<JsonNode> examples, JsonNode answer, String path) {
        List<JsonNode> known = examples.stream().filter(each -> !each.isNull()).toList();
        if (answer.isNull()) {
            assertThat(known).as(path + " is null").hasSizeLessThan(examples.size());
        } else if (!known.isEmpty()) {
            assertThat(answer.getNodeType()).as(path).isEqualTo(known.getFirst().getNodeType());
            fields(known).forEach((name, values) -> {
                assertThat(answer.has(name)).as(path + "/" + name).isTrue();
                assertShape(values, answer.path(name), path + "/" + name);
            });
            List<JsonNode> rows = known.stream()
                    .filter(JsonNode::isArray)
                    .flatMap(list -> StreamSupport.stream(list.spliterator(), false))
                    .toList();
            for (int i = 0; answer.isArray() && !rows.isEmpty() && i < answer.size(); i++) {
                assertShape(rows, answer.path(i), path + "/" + i);
            }
        }
    }

    private static Map<String, List<JsonNode>> fields(List<JsonNode> objects) {
        return objects.stream()
                .flatMap(object -> object.properties().stream())
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }
}
