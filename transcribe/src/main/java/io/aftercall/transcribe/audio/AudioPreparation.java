package io.aftercall.transcribe.audio;

import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.Recording;
import io.aftercall.transcribe.TranscribeSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.bramp.ffmpeg.builder.FFmpegBuilder;

/** Decodes a recording with ffmpeg, one channel per party, and finds the speech in it. */
public final class AudioPreparation {
    /** Part of every result's input: raised when the same recording and settings give other chunks. */
    public static final String VERSION = "1";

    // What calls are recorded in; no playlists, which could make ffmpeg read other files of this machine.
    private static final String CONTAINERS =
            "wav,w64,aiff,au,caf,mp3,aac,flac,ogg,mov,matroska,asf,amr,gsm,avi,mpeg,mpegts,flv,voc";
    // A channel that a recording does not have is silent; below 80 Hz a telephone line carries hum only.
    private static final String SPLIT = "[0:a:0]asplit=2[in0][in1];" + channel(0) + ";" + channel(1);
    private static final Pattern LAYOUT = Pattern.compile("Stream #0:\\d+.*: Audio: .* Hz, ([^,]+)");

    private final Ffmpeg ffmpeg;
    private final Encoding encoding;
    private final int pause;
    private final Packing packing;

    public AudioPreparation(Ffmpeg ffmpeg, TranscribeSettings.Audio settings) {
        this.ffmpeg = ffmpeg;
        this.encoding = Encoding.of(settings.format());
        this.pause = frames(settings.silence());
        this.packing = new Packing(frames(settings.maxChunk()));
    }

    /** @throws PermanentFailure when there is no sound in the recording that ffmpeg understands */
    public SpeechAudio prepare(Workspace work, Recording recording) {
        try {
            int channels = decode(work, recording);
            List<Levels> levels = new ArrayList<>();
            for (int channel = 0; channel < channels; channel++) {
                levels.add(pcm(work, channel).levels());
            }
            if (levels.size() == 2 && levels.get(0).sameSoundAs(levels.get(1))) {
                levels.removeLast();
            }
            List<Chunk> chunks = new ArrayList<>();
            for (int channel = 0; channel < levels.size(); channel++) {
                chunks.addAll(chunks(channel, pcm(work, channel), levels.get(channel)));
            }
            return new SpeechAudio(levels.size(), pcm(work, 0).durationMs(), chunks);
        } catch (IOException e) {
            throw work.failed(e);
        }
    }

    /** Encodes chunks of this workspace and drops the decoded audio: no more can be encoded afterwards. */
    public List<Encoded> encode(Workspace work, List<Chunk> chunks) {
        try {
            for (Chunk chunk : chunks) {
                pcm(work, chunk.channel()).cut(chunk.pieces(), work.file(chunk.name() + ".pcm"));
            }
            List<Encoded> encoded = encoding.encode(ffmpeg, work, chunks);
            work.deleteAllBut(encoded.stream().map(Encoded::file).toList());
            return encoded;
        } catch (IOException e) {
            throw work.failed(e);
        }
    }

    private int decode(Workspace work, Recording recording) throws IOException {
        FFmpegBuilder job = new FFmpegBuilder()
                .setVerbosity(FFmpegBuilder.Verbosity.INFO)
                .addExtraArgs("-nostdin", "-hide_banner", "-nostats", "-filter_complex", SPLIT)
                .setInput(Workspace.RECORDING)
                .addExtraArgs("-protocol_whitelist", "file", "-format_whitelist", CONTAINERS)
                .done();
        for (int channel = 0; channel < 2; channel++) {
            job = job.addOutput(fileName(channel))
                    .addExtraArgs("-map", "[out" + channel + "]", "-c:a", "pcm_s16le")
                    .setFormat("s16le")
                    .done();
        }
        String what = "recording of call %s: %d bytes, ".formatted(work.callKey(), recording.bytes());
        try {
            String log = ffmpeg.run(work, job);
            if (pcm(work, 0).durationMs() == 0) {
                throw new PermanentFailure(what + "no audio stream");
            }
            return isMono(log) ? 1 : 2;
        } catch (FfmpegFailed e) {
            boolean none = e.noAudioStream() || recording.bytes() == 0;
            throw new PermanentFailure(what + (none ? "no audio stream" : "ffmpeg: " + e.getMessage()), e);
        }
    }

    private List<Chunk> chunks(int channel, Pcm pcm, Levels levels) throws IOException {
        List<Chunk> chunks = new ArrayList<>();
        for (List<Piece> pieces : packing.pack(levels.speech(pause), levels)) {
            chunks.add(new Chunk(channel, channel + "-" + chunks.size(), pcm.sha256(pieces), pieces));
        }
        return chunks;
    }

    private static boolean isMono(String log) {
        Matcher layout = LAYOUT.matcher(log);
        return layout.find()
                && (layout.group(1).equals("mono") || layout.group(1).equals("1 channels"));
    }

    private static String channel(int channel) {
        return "[in%d]pan=mono|c0=c%d,highpass=f=80,aresample=%d:async=1:first_pts=0[out%d]"
                .formatted(channel, channel, Pcm.RATE, channel);
    }

    private static Pcm pcm(Workspace work, int channel) {
        return new Pcm(work.file(fileName(channel)));
    }

    private static String fileName(int channel) {
        return "channel" + channel + ".pcm";
    }

    private static int frames(Duration duration) {
        return (int) (duration.toMillis() / Piece.FRAME_MS);
    }
}
