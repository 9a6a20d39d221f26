package io.aftercall.analyze;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.ingest.CallJson;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The wire format of {@code calls.analyzed}: a change here changes what other processes must read. */
class CallAnalyzedTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static CallAnalyzed event(String name) {
        return switch (name) {
            case "judged" -> Analyses.anAnalyzedCall("golden");
            default -> Analyses.aCallNobodyAnswered("golden");
        };
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream in = CallAnalyzedTest.class.getResourceAsStream("/golden/call-analyzed-" + name + ".json")) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"judged", "not-connected"})
    void isWrittenAsTheGoldenFile(String name) throws IOException {
        assertThat(JSON.readTree(new String(CallJson.write(event(name)), UTF_8)))
                .isEqualTo(JSON.readTree(golden(name)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"judged", "not-connected"})
    void isReadFromTheGoldenFile(String name) throws IOException {
        assertThat(CallJson.read(golden(name), CallAnalyzed.class)).isEqualTo(event(name));
    }
}
