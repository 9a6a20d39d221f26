package io.aftercall.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AudioFormatTest {
    @ParameterizedTest
    @CsvSource({
        "RIFF____WAVEfmt , WAV",
        "ID3\u0004________, MP3",
        "\u00ff\u00fb\u0090d________, MP3",
        "OggS________, OGG",
        "fLaC________, FLAC",
        "____ftypM4A , M4A",
        "'\u001aE\u00df\u00a3________', WEBM",
        "'#!AMR\n______', AMR",
    })
    void isToldByTheFirstBytes(String head, AudioFormat format) {
        assertThat(AudioFormat.of(head.getBytes(ISO_8859_1))).contains(format);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"RIFF____AVI ", "#EXTM3U\n#EXT", "<!DOCTYPE ht", "\u00ff\u00f1P@________", "RIF", "MZ", " "})
    void isUnknownForAnythingElse(String head) {
        assertThat(AudioFormat.of(head.getBytes(ISO_8859_1))).isEmpty();
    }

    @Test
    void isUnknownForAnEmptyFile() {
        assertThat(AudioFormat.of(new byte[0])).isEmpty();
    }
}
