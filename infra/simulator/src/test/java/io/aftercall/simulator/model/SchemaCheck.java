package io.aftercall.simulator.model;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Judges an instance by a JSON schema, written apart from the code that makes instances. */
public final class SchemaCheck {
    private final JsonNode root;
    private final List<String> complaints = new ArrayList<>();

    private SchemaCheck(JsonNode root) {
        this.root = root;
    }

    public static List<String> complaints(JsonNode schema, JsonNode instance) {
        SchemaCheck check = new SchemaCheck(schema);
        check.check("$", schema, instance);
        return check.complaints;
    }

    private boolean valid(JsonNode schema, JsonNode value) {
        SchemaCheck check = new SchemaCheck(root);
        check.check("", schema, value);
        return check.complaints.isEmpty();
    }

    private void check(String path, JsonNode schema, JsonNode value) {
        if (schema.has("$ref")) {
            String pointer = schema.get("$ref").asString().substring(1);
            check(path, pointer.isEmpty() ? root : root.at(pointer), value);
        }
        schema.path("allOf").forEach(part -> check(path, part, value));
        for (String any : List.of("anyOf", "oneOf")) {
            if (schema.has(any) && schema.get(any).valueStream().noneMatch(branch -> valid(branch, value))) {
                complaints.add(path + " fits no branch: " + value);
            }
        }
        require(!schema.has("const") || schema.get("const").equals(value), path, "is not the constant", value);
        require(
                !schema.has("enum") || schema.get("enum").valueStream().anyMatch(value::equals),
                path,
                "is not in the enum",
                value);
        type(path, schema.path("type"), value);
        limits(path, schema, value);
        members(path, schema, value);
    }

    private void type(String path, JsonNode type, JsonNode value) {
        List<String> allowed = type.isArray()
                ? type.valueStream().map(JsonNode::asString).toList()
                : type.isString() ? List.of(type.asString()) : List.of();
        String actual = value.isIntegralNumber()
                ? "integer"
                : value.getNodeType().name().toLowerCase();
        boolean fits = allowed.isEmpty()
                || allowed.contains(actual)
                || (actual.equals("integer") && allowed.contains("number"));
        require(fits, path, "is no " + allowed, value);
    }

    private void limits(String path, JsonNode schema, JsonNode value) {
        if (value.isNumber()) {
            double number = value.asDouble();
            require(!schema.has("minimum") || number >= schema.get("minimum").asDouble(), path, "too small", value);
            require(!schema.has("maximum") || number <= schema.get("maximum").asDouble(), path, "too large", value);
            require(
                    !schema.has("exclusiveMinimum")
                            || number > schema.get("exclusiveMinimum").asDouble(),
                    path,
                    "too small",
                    value);
            require(
                    !schema.has("multipleOf")
                            || number % schema.get("multipleOf").asDouble() == 0,
                    path,
                    "off",
                    value);
        }
        if (value.isString()) {
            int length = value.asString().length();
            require(length >= schema.path("minLength").asInt(0), path, "too short", value);
            require(length <= schema.path("maxLength").asInt(Integer.MAX_VALUE), path, "too long", value);
        }
    }

    private void members(String path, JsonNode schema, JsonNode value) {
        if (value.isObject()) {
            schema.path("required").forEach(name -> require(value.has(name.asString()), path, "lacks " + name, value));
            value.forEachEntry((name, member) -> {
                JsonNode property = schema.path("properties").path(name);
                require(
                        !property.isMissingNode()
                                || schema.path("additionalProperties").asBoolean(true),
                        path,
                        "must not have " + name,
                        value);
                check(path + "." + name, property, member);
            });
        }
        if (value.isArray()) {
            require(value.size() >= schema.path("minItems").asInt(0), path, "too few", value);
            require(value.size() <= schema.path("maxItems").asInt(Integer.MAX_VALUE), path, "too many", value);
            for (int i = 0; i < value.size(); i++) {
                JsonNode first = schema.path("prefixItems").path(i);
                check(path + "[" + i + "]", first.isMissingNode() ? schema.path("items") : first, value.get(i));
            }
        }
    }

    private void require(boolean holds, String path, String fault, JsonNode value) {
        if (!holds) {
            complaints.add(path + " " + fault + ": " + value);
        }
    }
}
