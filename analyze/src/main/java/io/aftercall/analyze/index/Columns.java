package io.aftercall.analyze.index;

import co.elastic.clients.elasticsearch.core.search.Hit;
import co.elastic.clients.json.JsonData;
import io.aftercall.analyze.RecordRow;
import io.aftercall.ingest.CallJson;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows read from the columns of an index (its doc values) alone: documents with their transcripts are many times as large,
 * and a list needs none of that.
 */
final class Columns {
    /** Whatever a {@link RecordRow} has is a field of that name. */
    static final List<String> NAMES = Arrays.stream(RecordRow.class.getRecordComponents())
            .map(RecordComponent::getName)
            .toList();

    private static final List<String> LISTS = Arrays.stream(RecordRow.class.getRecordComponents())
            .filter(component -> component.getType() == List.class)
            .map(RecordComponent::getName)
            .toList();

    private Columns() {}

    static RecordRow row(Hit<?> hit) {
        Map<String, Object> values = new HashMap<>();
        for (Map.Entry<String, JsonData> field : hit.fields().entrySet()) {
            List<?> all = field.getValue().to(List.class);
            values.put(field.getKey(), LISTS.contains(field.getKey()) ? all : all.getFirst());
        }
        return CallJson.mapper().convertValue(values, RecordRow.class);
    }
}
