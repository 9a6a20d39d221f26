package io.aftercall.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link CallFolder} keeps to. */
abstract class CallFolderContract {
    private final String call = "generic-" + UUID.randomUUID();

    abstract CallFolder folder();

    @Test
    void givesBackWhatWasCreated() {
        assertThat(folder().create(call, "facts/a.json", bytes("{\"имя\":1}"))).isTrue();

        assertThat(folder().read(call, "facts/a.json"))
                .hasValueSatisfying(b -> assertThat(new String(b, UTF_8)).isEqualTo("{\"имя\":1}"));
    }

    @Test
    void neverOverwritesWhatWasCreated() {
        folder().create(call, "facts/a.json", bytes("first"));

        assertThat(folder().create(call, "facts/a.json", bytes("second"))).isFalse();
        assertThat(folder().read(call, "facts/a.json"))
                .hasValueSatisfying(b -> assertThat(b).isEqualTo(bytes("first")));
    }

    @Test
    void letsOneOfManyConcurrentCreatorsWin() {
        long winners = IntStream.range(0, 16)
                .parallel()
                .filter(i -> folder().create(call, "facts/race.json", bytes("writer " + i)))
                .count();

        assertThat(winners).isEqualTo(1);
    }

    @Test
    void replacesWhatCanBeDerivedAgain() {
        folder().replace(call, "call.json", bytes("old"));
        folder().replace(call, "call.json", bytes("new"));

        assertThat(folder().read(call, "call.json"))
                .hasValueSatisfying(b -> assertThat(b).isEqualTo(bytes("new")));
    }

    @Test
    void storesAFileAndStreamsItBack(@TempDir Path dir) throws Exception {
        byte[] content = new byte[300_000];
        new java.util.Random(7).nextBytes(content);
        Path file = Files.write(dir.resolve("recording"), content);

        folder().store(call, "recording.wav", file, "audio/wav");

        try (InputStream in = folder().open(call, "recording.wav").orElseThrow()) {
            assertThat(in.readAllBytes()).isEqualTo(content);
        }
    }

    @Test
    void listsOneCallsObjectsByPrefixInOrder() {
        folder().create(call, "facts/b.json", bytes("b"));
        folder().create(call, "facts/a.json", bytes("a"));
        folder().create(call, "call.json", bytes("c"));
        folder().create(call + "0", "facts/other.json", bytes("other"));

        folder().create(call, "facts/c.json-5f0c9ec2-6a2f-4f0b-8a0b-6f1d6f6d9a55", new byte[] {'{'});
        assertThat(folder().list(call, "facts/")).containsExactly("facts/a.json", "facts/b.json");
    }

    @Test
    void namesEveryCallThatHasAFolderOnce() {
        List<String> many = IntStream.range(0, 1_100)
                .mapToObj(i -> "%s-%04d".formatted(call, i))
                .toList();
        many.parallelStream().forEach(key -> {
            folder().create(key, "facts/a.json", bytes("a"));
            folder().create(key, "call.json", bytes("c"));
        });

        try (Stream<String> keys = folder().keys()) {
            assertThat(keys.filter(key -> key.startsWith(call)))
                    .as("more than an object store lists at once")
                    .containsExactlyInAnyOrderElementsOf(many);
        }
        try (Stream<String> keys = folder().keys()) {
            assertThat(keys.anyMatch(key -> key.startsWith(call)))
                    .as("also when it is not read to its end")
                    .isTrue();
        }
    }

    @Test
    void hasNothingUnderAnUnknownName() {
        assertThat(folder().read(call, "call.json")).isEmpty();
        assertThat(folder().open(call, "call.json")).isEmpty();
        assertThat(folder().list(call, "")).isEmpty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
