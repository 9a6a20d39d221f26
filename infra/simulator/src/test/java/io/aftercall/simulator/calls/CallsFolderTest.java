package io.aftercall.simulator.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallsFolderTest {
    @TempDir
    Path folder;

    private CallsFolder read(String manifest) throws IOException {
        Files.writeString(folder.resolve("manifest.jsonl"), manifest);
        return CallsFolder.read(folder);
    }

    @Test
    void readsALineWithTheNeededFieldsOnly() throws IOException {
        Files.writeString(folder.resolve("a.b.mp3"), "");

        SampleCall call = read("{\"file\":\"a.b.mp3\",\"lang\":\"ru\",\"transcript\":null,\"source\":\"x\"}\n\n")
                .calls()
                .getFirst();

        assertThat(call.id()).isEqualTo("a.b");
        assertThat(call.robot()).isFalse();
        assertThat(call.transcript()).isNull();
        assertThat(call.turns()).isEmpty();
    }

    @Test
    void namesTheLineWhoseFileIsMissing() {
        assertThatThrownBy(() -> read("{\"file\":\"gone.wav\",\"lang\":\"ru\"}"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("manifest.jsonl:1: no file gone.wav");
    }

    @Test
    void takesNoFileFromOutsideTheFolder() {
        assertThatThrownBy(() -> read("{\"file\":\"../secret.wav\",\"lang\":\"ru\"}"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no file");
    }

    @Test
    void namesTheLineThatIsNoJson() {
        assertThatThrownBy(() -> read("{\"file\""))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("manifest.jsonl:1");
    }
}
