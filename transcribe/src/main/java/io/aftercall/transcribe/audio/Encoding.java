package io.aftercall.transcribe.audio;

import io.aftercall.ingest.TransientFailure;
import io.aftercall.transcribe.TranscribeSettings.Audio.Format;
import java.util.ArrayList;
import java.util.List;
import net.bramp.ffmpeg.builder.FFmpegBuilder;

/** How chunks are encoded for the speech model: its documented formats, 16 kHz mono. */
record Encoding(String extension, String contentType, List<String> arguments) {

    static Encoding of(Format format) {
        return switch (format) {
            case FLAC -> new Encoding("flac", "audio/flac", List.of("-c:a", "flac"));
            case MP3 -> new Encoding("mp3", "audio/mpeg", List.of("-c:a", "libmp3lame", "-b:a", "32k"));
            case OPUS ->
                new Encoding(
                        "webm",
                        "audio/webm",
                        List.of("-c:a", "libopus", "-application", "voip", "-b:a", "24k", "-compression_level", "5"));
        };
    }

    /** One process for all chunks; each is read from the file of cut samples that carries its name. */
    List<Encoded> encode(Ffmpeg ffmpeg, Workspace work, List<Chunk> chunks) {
        FFmpegBuilder job = new FFmpegBuilder()
                .setVerbosity(FFmpegBuilder.Verbosity.ERROR)
                .addExtraArgs("-nostdin", "-hide_banner");
        for (Chunk chunk : chunks) {
            job = job.addInput(chunk.name() + ".pcm")
                    .setFormat("s16le")
                    .addExtraArgs("-ar", String.valueOf(Pcm.RATE), "-ac", "1")
                    .done();
        }
        List<Encoded> encoded = new ArrayList<>();
        for (Chunk chunk : chunks) {
            String name = chunk.name() + "." + extension;
            job = job.addOutput(name)
                    .addExtraArgs("-map", encoded.size() + ":a")
                    .addExtraArgs(arguments.toArray(String[]::new))
                    .done();
            encoded.add(new Encoded(chunk, work.file(name), contentType));
        }
        try {
            ffmpeg.run(work, job);
            return encoded;
        } catch (FfmpegFailed e) {
            // Our own samples are always well-formed: the machine (a full disk, say) is to blame, not the recording.
            throw TransientFailure.outage(
                    "speech of call %s could not be encoded, ffmpeg: %s".formatted(work.callKey(), e.getMessage()), e);
        }
    }
}
