package io.aftercall.infra.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aftercall.infra.bench.BenchOptions.Part;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchOptionsTest {
    private static BenchOptions parse(String... arguments) {
        return BenchOptions.parse(List.of(arguments), Map.of("AFTERCALL_HOME", "/home/of/it"));
    }

    @Test
    void measuresAllPartsUnlessToldOtherwise() {
        assertThat(parse().parts())
                .containsExactly(Part.DISPATCHER, Part.LINE, Part.ANALYZE, Part.API, Part.WEBHOOK, Part.IMPORT);
        assertThat(parse("--only=line").parts()).containsExactly(Part.LINE);
        assertThat(parse("--only", "dispatcher").parts()).containsExactly(Part.DISPATCHER);
    }

    @Test
    void takesValuesWithAndWithoutAnEqualsSign() {
        BenchOptions options = parse("--calls", "500", "--in-flight=20", "--seed", "7");

        assertThat(options.calls()).isEqualTo(500);
        assertThat(options.inFlight()).isEqualTo(20);
        assertThat(options.seed()).isEqualTo(7);
        assertThat(options.results()).isEqualTo(Path.of("/home/of/it/bench"));
    }

    @Test
    void asksTheApiOverManyCallsUnlessToldOtherwise() {
        assertThat(parse("--only=api").apiCalls()).isEqualTo(200_000);
        assertThat(parse("--only=api", "--calls=20000").apiCalls()).isEqualTo(20_000);
    }

    @ParameterizedTest
    @CsvSource({
        "--calls=many, --calls must be a whole number from 10 to 1000000",
        "--calls=9, --calls must be",
        "--in-flight=0, --in-flight must be",
        "--seed, --seed needs a value",
        "--only=index, --only must be dispatcher|line|analyze|api",
        "--cals=10, bench does not understand '--cals=10'"
    })
    void saysWhatItDoesNotUnderstand(String argument, String fact) {
        assertThatThrownBy(() -> parse(argument))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(fact);
    }
}
