package io.aftercall.simulator;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;

/** {@code POST /v1/embeddings}: unit vectors that depend on the text alone; they carry no meaning. */
final class Embeddings {
    private Embeddings() {}

    static Reply reply(JsonNode request) {
        String model = request.get("model").asString("");
        int size = request.path("dimensions").asInt(model.endsWith("-large") ? 3072 : 1536);
        JsonNode input = request.get("input");
        // An array of numbers is one text already cut into tokens.
        List<JsonNode> texts = input.isArray() && !input.path(0).isNumber()
                ? input.valueStream().toList()
                : List.of(input);
        boolean base64 = request.path("encoding_format").asString("float").equals("base64");
        List<Map<String, Object>> data = new ArrayList<>();
        int tokens = 0;
        for (JsonNode text : texts) {
            float[] vector = vector(text.toString(), size);
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("object", "embedding");
            item.put("index", data.size());
            item.put("embedding", base64 ? base64(vector) : vector);
            data.add(item);
            tokens += Wire.tokens(text.toString());
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("object", "list");
        answer.put("data", data);
        answer.put("model", model);
        answer.put("usage", Map.of("prompt_tokens", tokens, "total_tokens", tokens));
        return Reply.json(answer);
    }

    private static float[] vector(String text, int size) {
        Random random =
                new Random(Long.parseUnsignedLong(FaultyService.sha256(text).substring(0, 16), 16));
        double[] values = random.doubles(size, -1, 1).toArray();
        double length = 0;
        for (double value : values) {
            length += value * value;
        }
        float[] unit = new float[size];
        for (int i = 0; i < size; i++) {
            unit[i] = (float) (values[i] / Math.sqrt(length));
        }
        return unit;
    }

    private static String base64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
