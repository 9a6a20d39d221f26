package io.aftercall.simulator.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes an instance valid for a JSON schema out of a proposal: what the schema has room for is taken over, bent to its
 * limits where needed, and the rest is neutral. Patterns of strings are not obeyed.
 */
public final class SchemaFiller {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Set<String> NEUTRAL =
            Set.of("neutral", "none", "unknown", "other", "not_applicable", "n/a", "normal", "medium");
    private static final Map<String, String> FORMATS = Map.of(
            "date-time", "2026-01-01T00:00:00Z",
            "date", "2026-01-01",
            "time", "00:00:00Z",
            "duration", "PT0S",
            "email", "nobody@example.com",
            "hostname", "example.com",
            "ipv4", "127.0.0.1",
            "ipv6", "::1",
            "uri", "https://example.com/",
            "uuid", "00000000-0000-4000-8000-000000000000");
    /** Deeper than this a schema that contains itself is closed as soon as it allows. */
    private static final int DEEP = 6;

    private final JsonNode root;

    private SchemaFiller(JsonNode root) {
        this.root = root;
    }

    /** A valid instance that says as much of the proposal as the schema has properties for. */
    public static JsonNode fill(JsonNode schema, JsonNode proposal) {
        return new SchemaFiller(schema).fit(schema, proposal, 0);
    }

    private JsonNode fit(JsonNode given, JsonNode proposal, int depth) {
        JsonNode schema = resolved(given);
        if (schema.has("const")) {
            return schema.get("const");
        }
        if (schema.has("enum")) {
            return choice(schema.get("enum"), proposal);
        }
        JsonNode branches = schema.has("anyOf") ? schema.get("anyOf") : schema.path("oneOf");
        if (branches.isArray() && !branches.isEmpty()) {
            return fit(branch(branches.valueStream().toList(), proposal, depth), proposal, depth + 1);
        }
        return switch (type(schema, proposal, depth)) {
            case "object" -> object(schema, proposal, depth);
            case "array" -> array(schema, proposal, depth);
            case "string" -> NODES.stringNode(string(schema, proposal));
            case "integer" -> NODES.numberNode(number(schema, proposal, true).longValue());
            case "number" -> NODES.numberNode(number(schema, proposal, false));
            case "boolean" -> NODES.booleanNode(proposal.asBoolean(false));
            default -> NODES.nullNode();
        };
    }

    /** Follows references and melts {@code allOf} into one schema. */
    private JsonNode resolved(JsonNode given) {
        JsonNode schema = given;
        for (int hops = 0; schema.has("$ref") && hops < 32; hops++) {
            String pointer = schema.get("$ref").asString().replaceFirst("^#", "");
            schema = pointer.isEmpty() ? root : root.at(pointer);
        }
        if (!schema.has("allOf")) {
            return schema;
        }
        ObjectNode whole = NODES.objectNode();
        List<JsonNode> parts = new ArrayList<>(List.of(schema));
        schema.get("allOf").forEach(part -> parts.add(resolved(part)));
        for (JsonNode part : parts) {
            part.forEachEntry((key, value) -> {
                if (whole.get(key) instanceof ObjectNode known && value instanceof ObjectNode more) {
                    known.setAll(more);
                } else if (!key.equals("allOf")) {
                    whole.set(key, value.deepCopy());
                }
            });
        }
        return whole;
    }

    private JsonNode branch(List<JsonNode> branches, JsonNode proposal, int depth) {
        JsonNode chosen = null;
        for (JsonNode branch : branches) {
            boolean isNull = "null".equals(resolved(branch).path("type").asString(""));
            if (isNull && (proposal.isNull() || proposal.isMissingNode() || depth > DEEP)) {
                return branch;
            }
            if (!isNull && (chosen == null || (suits(branch, proposal) && !suits(chosen, proposal)))) {
                chosen = branch;
            }
        }
        return chosen == null ? branches.getFirst() : chosen;
    }

    private boolean suits(JsonNode branch, JsonNode proposal) {
        JsonNode schema = resolved(branch);
        if (schema.has("enum")) {
            return matching(schema.get("enum"), proposal) != null;
        }
        return suits(schema.path("type").asString(schema.has("properties") ? "object" : ""), proposal);
    }

    private static boolean suits(String type, JsonNode proposal) {
        return switch (type) {
            case "object" -> proposal.isObject();
            case "array" -> proposal.isArray();
            case "string" -> proposal.isString();
            case "integer", "number" -> proposal.isNumber();
            case "boolean" -> proposal.isBoolean();
            case "null" -> proposal.isNull() || proposal.isMissingNode();
            default -> false;
        };
    }

    private static String type(JsonNode schema, JsonNode proposal, int depth) {
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            List<String> types = type.valueStream().map(JsonNode::asString).toList();
            if (depth > DEEP && types.contains("null")) {
                return "null";
            }
            return types.stream()
                    .filter(t -> suits(t, proposal))
                    .findFirst()
                    .orElse(types.contains("null") ? "null" : types.getFirst());
        }
        if (type.isString()) {
            return type.asString();
        }
        return schema.has("properties") ? "object" : schema.has("items") ? "array" : "string";
    }

    private JsonNode object(JsonNode schema, JsonNode proposal, int depth) {
        ObjectNode object = NODES.objectNode();
        Set<String> required = Set.copyOf(
                schema.path("required").valueStream().map(JsonNode::asString).toList());
        schema.path("properties").forEachEntry((name, property) -> {
            JsonNode value = named(proposal, name);
            if (depth <= DEEP || required.contains(name)) {
                object.set(name, fit(property, value, depth + 1));
            }
        });
        return object;
    }

    /** The member of this name, upper and lower case and underscores aside. */
    private static JsonNode named(JsonNode proposal, String name) {
        for (Map.Entry<String, JsonNode> member : proposal.properties()) {
            if (plain(member.getKey()).equals(plain(name))) {
                return member.getValue();
            }
        }
        return MissingNode.getInstance();
    }

    private static String plain(String name) {
        return name.replaceAll("[_\\- ]", "").toLowerCase(Locale.ROOT);
    }

    private JsonNode array(JsonNode schema, JsonNode proposal, int depth) {
        ArrayNode array = NODES.arrayNode();
        List<JsonNode> first = schema.path("prefixItems").valueStream().toList();
        JsonNode items = schema.path("items");
        int most = schema.path("maxItems").asInt(Integer.MAX_VALUE);
        first.forEach(item -> array.add(fit(item, MissingNode.getInstance(), depth + 1)));
        if (proposal.isArray() && items.isObject()) {
            JsonNode options = resolved(items).path("enum");
            for (JsonNode value : proposal) {
                if (array.size() < most && (!options.isArray() || matching(options, value) != null)) {
                    array.add(fit(items, value, depth + 1));
                }
            }
        }
        while (array.size() < schema.path("minItems").asInt(0)) {
            array.add(fit(items, MissingNode.getInstance(), depth + 1));
        }
        return array;
    }

    private static JsonNode choice(JsonNode options, JsonNode proposal) {
        JsonNode match = matching(options, proposal);
        if (match != null) {
            return match;
        }
        return options.valueStream()
                .filter(o -> NEUTRAL.contains(o.asString("").toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElse(options.get(0));
    }

    private static @Nullable JsonNode matching(JsonNode options, JsonNode proposal) {
        for (JsonNode option : options) {
            boolean same = (option.isString() && proposal.isString())
                    ? plain(option.asString()).equals(plain(proposal.asString()))
                    : option.equals(proposal);
            if (same) {
                return option;
            }
        }
        return null;
    }

    private static String string(JsonNode schema, JsonNode proposal) {
        String format = FORMATS.get(schema.path("format").asString(""));
        if (format != null) {
            return format;
        }
        String text = proposal.isValueNode() && !proposal.isNull() ? proposal.asString("") : "";
        int most = schema.path("maxLength").asInt(Integer.MAX_VALUE);
        int least = schema.path("minLength").asInt(0);
        if (text.codePointCount(0, text.length()) > most) {
            text = text.substring(0, text.offsetByCodePoints(0, most));
        }
        int missing = least - text.codePointCount(0, text.length());
        return missing > 0 ? text + "-".repeat(missing) : text;
    }

    private static BigDecimal number(JsonNode schema, JsonNode proposal, boolean whole) {
        BigDecimal value = proposal.isNumber() ? proposal.decimalValue() : BigDecimal.ZERO;
        BigDecimal step = schema.has("multipleOf") ? schema.get("multipleOf").decimalValue() : null;
        BigDecimal beyond = step != null ? step : whole ? BigDecimal.ONE : new BigDecimal("0.001");
        if (schema.has("minimum")) {
            value = value.max(schema.get("minimum").decimalValue());
        }
        if (schema.path("exclusiveMinimum").isNumber()) {
            value = value.max(schema.get("exclusiveMinimum").decimalValue().add(beyond));
        }
        BigDecimal most = schema.has("maximum") ? schema.get("maximum").decimalValue() : null;
        if (schema.path("exclusiveMaximum").isNumber()) {
            most = schema.get("exclusiveMaximum").decimalValue().subtract(beyond);
        }
        RoundingMode rounding = RoundingMode.CEILING;
        if (most != null && value.compareTo(most) > 0) {
            value = most;
            rounding = RoundingMode.FLOOR;
        }
        BigDecimal grid = step != null ? step : BigDecimal.ONE;
        return whole || step != null ? value.divide(grid, 0, rounding).multiply(grid) : value;
    }
}
