package io.aftercall.analyze;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Settings under {@code aftercall.index}.
 *
 * @param prefix put before the names of the indices ({@code calls}, {@code rounds}, {@code numbers}, {@code ids}), so that
 *     several installations can share a cluster; changing it later starts empty indices
 * @param replicas copies of each index besides the first; 1 or more survives the loss of a node but leaves a single node
 *     yellow. Used when an index is created
 * @param batch most calls read and written, with their rounds, by one request; more is faster in bulk and takes more memory on
 *     both sides
 * @param maxRequest most bytes of documents in one request; above the cluster's {@code http.max_content_length} (100 MB)
 *     it refuses them
 */
@Validated
@ConfigurationProperties(value = "aftercall.index", ignoreUnknownFields = false)
public record IndexSettings(
        @DefaultValue("") @NotNull @Pattern(regexp = "([a-z0-9][a-z0-9_.-]{0,60})?")
        String prefix,

        @DefaultValue("0") @Min(0) int replicas,
        @DefaultValue("200") @Min(1) @Max(5_000) int batch,
        @DefaultValue("8MB") DataSize maxRequest) {

    public String callsIndex() {
        return prefix + "calls";
    }

    public String roundsIndex() {
        return prefix + "rounds";
    }

    String idsIndex() {
        return prefix + "ids";
    }

    public String numbersIndex() {
        return prefix + "numbers";
    }
}
