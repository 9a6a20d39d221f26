package io.aftercall.analyze;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

    private static final Pattern MARK = Pattern.compile("in reader, line (\\d+)");

    /**
     * @throws IllegalArgumentException when the file is not there or not a {@code type}; without a cause, as its sentence is all
     *     there is to know, and who starts the service is shown the last cause
     */
    public <T> T read(Class<T> type) {
        try (InputStream in = resource.getInputStream()) {
            T value = MAPPER.readValue(in, type);
            if (value == null) {
                throw new IllegalArgumentException(name() + ": the file is empty");
            }
            return value;
        } catch (StreamReadException e) {
            throw new IllegalArgumentException(name() + ": " + broken(e));
        } catch (JacksonException e) {
            throw new IllegalArgumentException(name() + ": " + line(e) + JsonFault.of(e));
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
        return new IllegalArgumentException(place(key) + " " + otherwise);
    }

    /** {@code manager.yaml: line 212: levels[1].max}. */
    String place(String key) {
        return "%s: line %d: %s".formatted(name(), lineOf(key), key);
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
        } catch (StreamReadException e) {
            // Further down it is broken too.
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(name() + ": cannot be read", e);
        }
    }

    /** That it is no YAML, where it broke off: the parser marks the places it tells of, the last one is the fault's. */
    private static String broken(StreamReadException e) {
        int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
        Matcher mark = MARK.matcher(e.getOriginalMessage());
        while (mark.find()) {
            line = Integer.parseInt(mark.group(1));
        }
        String facts = e.getOriginalMessage()
                .lines()
                .filter(fact -> !fact.startsWith(" "))
                .collect(Collectors.joining(", "));
        String key = JsonFault.key(e);
        return "line " + line + ": " + (key.isEmpty() ? facts : key + " " + facts);
    }

    private String line(JacksonException e) {
        String key = JsonFault.key(e);
        return key.isEmpty() ? "" : "line " + lineOf(key) + ": ";
    }

    public String name() {
        String file = resource.getFilename();
        return file == null ? resource.getDescription() : file;
    }
}
