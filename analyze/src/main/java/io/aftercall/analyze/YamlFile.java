package io.aftercall.analyze;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.springframework.core.io.Resource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
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
            throw new IllegalArgumentException(name() + ": " + JsonFault.of(e), e);
        } catch (IOException e) {
            throw new UncheckedIOException(name() + ": cannot be read", e);
        }
    }

    /** @throws IllegalArgumentException naming the file, the key and what is wrong with it, unless it {@code holds} */
    public void require(boolean holds, String key, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("%s: %s %s".formatted(name(), key, otherwise));
        }
    }

    public String name() {
        String file = resource.getFilename();
        return file == null ? resource.getDescription() : file;
    }
}
