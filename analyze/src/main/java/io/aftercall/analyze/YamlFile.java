package io.aftercall.analyze;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.springframework.core.io.Resource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** A YAML file that people write; every complaint about it names the file and the key. */
public record YamlFile(Resource resource) {
    private static final YAMLMapper MAPPER = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** @throws IllegalArgumentException when the file is not there or not a {@code type} */
    public <T> T read(Class<T> type) {
        try (InputStream in = resource.getInputStream()) {
            T value = MAPPER.readValue(in, type);
            if (value == null) {
                throw new IllegalArgumentException(name() + ": the file is empty");
            }
            return value;
        } catch (JacksonException e) {
            throw new IllegalArgumentException(name() + ": " + line(e) + JsonFault.of(e), e);
        } catch (IOException e) {
            throw new UncheckedIOException(name() + ": cannot be read", e);
        }
    }

    /** @throws IllegalArgumentException naming the file, the line, the key and what is wrong with it, unless it {@code holds} */
    public void require(boolean holds, String key, String otherwise) {
        if (!holds) {
            throw fault(key, otherwise);
        }
    }

    /** Says what is wrong with {@code key} ({@code levels[2].min}), and on which line. */
    public IllegalArgumentException fault(String key, String otherwise) {
        return new IllegalArgumentException("%s: line %d: %s %s".formatted(name(), lineOf(key), key, otherwise));
    }

    /** Of the key, or where it is missing of the closest one around it. */
    private int lineOf(String key) {
        Map<String, Integer> lines = lines();
        String pointer = "/" + key.replaceAll("\\[(\\d+)]", "/$1").replace('.', '/');
        while (!lines.containsKey(pointer) && pointer.lastIndexOf('/') > 0) {
            pointer = pointer.substring(0, pointer.lastIndexOf('/'));
        }
        return lines.getOrDefault(pointer, 1);
    }

    private Map<String, Integer> lines() {
        Map<String, Integer> lines = new HashMap<>();
        try (InputStream in = resource.getInputStream();
                JsonParser parser = MAPPER.createParser(in)) {
            while (parser.nextToken() != null) {
                lines.putIfAbsent(
                        parser.streamReadContext().pathAsPointer().toString(),
                        parser.currentTokenLocation().getLineNr());
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(name() + ": cannot be read", e);
        }
    }

    private String line(JacksonException e) {
        String key = JsonFault.key(e);
        boolean readable = !key.isEmpty() && !(e instanceof StreamReadException);
        return readable ? "line " + lineOf(key) + ": " : "";
    }

    public String name() {
        String file = resource.getFilename();
        return file == null ? resource.getDescription() : file;
    }
}
