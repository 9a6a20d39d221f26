package io.aftercall.transcribe;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings under {@code aftercall.transcribe}. Those that shape a transcript are part of its input: with another model a
 * replayed call is transcribed anew.
 *
 * @param model speech model asked for; {@code whisper-1} times every word, later models hear better and time nothing
 * @param timestamps ask for the times of segments and words; off for models that refuse, and then the text is spread over
 *     the speech found in the recording, exact to a phrase and not to a word
 * @param language ISO 639-1 hint; spares the model guessing, and makes it mishear calls in any other language
 * @param prompt names and terms the model should know; helps with product names, may be parroted in near silence
 * @param inFlight calls worked on at the same time; more finishes a backlog sooner and takes more disk for their audio
 * @param requestTimeout for one chunk; shorter gives up sooner on a stuck request, and then pays for a second one
 */
@Validated
@ConfigurationProperties(value = "aftercall.transcribe", ignoreUnknownFields = false)
public record TranscribeSettings(
        @DefaultValue("whisper-1") @NotBlank String model,
        @DefaultValue("true") boolean timestamps,
        @Nullable String language,
        @Nullable String prompt,
        @DefaultValue("64") @Min(1) int inFlight,
        @DefaultValue("5m") @DurationMin(millis = 1) Duration requestTimeout,
        @DefaultValue @Valid Audio audio,
        @DefaultValue @Valid Ffmpeg ffmpeg) {

    /**
     * How a recording is prepared for the speech model.
     *
     * @param format of what is sent: flac is exact and costs no CPU, mp3 is a third of its size at ten times the CPU, opus
     *     a quarter of its size at twenty times the CPU
     * @param maxChunk longest audio sent at once; longer gives the model more context, shorter repeats less after a failure
     * @param silence a pause this long is cut out; shorter saves more of the bill, longer keeps more of a hesitant speaker
     */
    public record Audio(
            @DefaultValue("flac") Format format,

            @DefaultValue("120s") @DurationMin(seconds = 5) @DurationMax(minutes = 20)
            Duration maxChunk,

            @DefaultValue("500ms") @DurationMin(millis = 100) @DurationMax(seconds = 10)
            Duration silence) {

        /** What is sent: lossless, MP3 at 32 kbit/s, or Opus at 24 kbit/s in WebM; all 16 kHz mono. */
        public enum Format {
            FLAC,
            MP3,
            OPUS
        }
    }

    /**
     * The ffmpeg executable.
     *
     * @param path where it is; absent: on PATH, else the build on the class path
     * @param cache folder that build is unpacked into, 77 MB; absent: {@code .cache/aftercall} in the user's home. Nobody
     *     else may be able to write there
     * @param atOnce processes at the same time; absent: one per core, as more only take turns
     * @param timeout for one process; longer than the longest recording needs (ten minutes of call take about a second)
     */
    public record Ffmpeg(
            @Nullable Path path,
            @Nullable Path cache,
            @Nullable @Min(1) Integer atOnce,
            @DefaultValue("2m") @DurationMin(millis = 1) Duration timeout) {

        int processes() {
            return atOnce != null ? atOnce : Runtime.getRuntime().availableProcessors();
        }

        Path cacheFolder() {
            return cache != null ? cache : Path.of(System.getProperty("user.home"), ".cache", "aftercall");
        }
    }
}
