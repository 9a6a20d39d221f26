package io.aftercall.transcribe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class TranscribeSettingsTest {
    private final ApplicationContextRunner context = new ApplicationContextRunner().withUserConfiguration(Bound.class);

    @EnableConfigurationProperties(TranscribeSettings.class)
    static class Bound {}

    @Test
    void hasDefaults() {
        context.run(c -> assertThat(c.getBean(TranscribeSettings.class))
                .isEqualTo(new TranscribeSettings(
                        "whisper-1",
                        true,
                        null,
                        null,
                        64,
                        Duration.ofMinutes(5),
                        new TranscribeSettings.Audio(
                                TranscribeSettings.Audio.Format.FLAC, Duration.ofMinutes(2), Duration.ofMillis(500)),
                        new TranscribeSettings.Ffmpeg(null, null, null, Duration.ofMinutes(2)))));
    }

    @Test
    void takesEverySetting() {
        context.withPropertyValues(
                        "aftercall.transcribe.model=gpt-transcribe",
                        "aftercall.transcribe.timestamps=false",
                        "aftercall.transcribe.language=ru",
                        "aftercall.transcribe.prompt=Aftercall",
                        "aftercall.transcribe.in-flight=1",
                        "aftercall.transcribe.request-timeout=3s",
                        "aftercall.transcribe.audio.format=opus",
                        "aftercall.transcribe.audio.max-chunk=60s",
                        "aftercall.transcribe.audio.silence=1s",
                        "aftercall.transcribe.ffmpeg.path=/usr/bin/ffmpeg",
                        "aftercall.transcribe.ffmpeg.cache=/var/cache/aftercall",
                        "aftercall.transcribe.ffmpeg.at-once=5",
                        "aftercall.transcribe.ffmpeg.timeout=6s")
                .run(c -> assertThat(c.getBean(TranscribeSettings.class))
                        .isEqualTo(new TranscribeSettings(
                                "gpt-transcribe",
                                false,
                                "ru",
                                "Aftercall",
                                1,
                                Duration.ofSeconds(3),
                                new TranscribeSettings.Audio(
                                        TranscribeSettings.Audio.Format.OPUS,
                                        Duration.ofMinutes(1),
                                        Duration.ofSeconds(1)),
                                new TranscribeSettings.Ffmpeg(
                                        Path.of("/usr/bin/ffmpeg"),
                                        Path.of("/var/cache/aftercall"),
                                        5,
                                        Duration.ofSeconds(6)))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "modell=whisper-1",
                "model=",
                "in-flight=0",
                "request-timeout=0s",
                "audio.format=wma",
                "audio.max-chunk=1s",
                "audio.silence=0s",
                "ffmpeg.at-once=0",
                "ffmpeg.timeout=0s"
            })
    void refuses(String setting) {
        context.withPropertyValues("aftercall.transcribe." + setting)
                .run(c -> assertThat(c).hasFailed());
    }
}
