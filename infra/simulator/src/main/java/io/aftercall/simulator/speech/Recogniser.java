package io.aftercall.simulator.speech;

import io.aftercall.simulator.calls.CallsFolder;
import io.aftercall.simulator.calls.SampleCall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Knows the recordings of a folder by their loudness and hears their words in whatever is made from them: cut, with
 * silence dropped, resampled, coded again, louder or softer. What it does not know is silence to it.
 */
public final class Recogniser {

    private static final double BEYOND_DOUBT = 0.93;
    /** A lone channel and the mix sound alike wherever one party speaks; then the channel is meant. */
    private static final double MIX_PENALTY = 0.01;

    /** Loudness of 2 of 32768: below is digital silence or its rounding. */
    private static final float AUDIBLE = 1.4f;

    private static final int MOST_LOOKS = 6;

    private final Ffmpeg ffmpeg;
    private final List<Recording> recordings;
    private final List<Track> tracks;

    private Recogniser(Ffmpeg ffmpeg, List<Recording> recordings) {
        this.ffmpeg = ffmpeg;
        this.recordings = recordings;
        this.tracks = recordings.stream().flatMap(r -> r.tracks().stream()).toList();
    }

    /** Decodes every recording of the folder once; one that holds no audio fails the whole. */
    public static Recogniser of(CallsFolder folder, Ffmpeg ffmpeg) throws IOException {
        List<Recording> recordings = new ArrayList<>();
        for (SampleCall call : folder.calls()) {
            try {
                Envelopes sound = ffmpeg.envelopes(call.file(), false);
                recordings.add(Recording.of(call, sound, recordings.size()));
            } catch (UndecodableAudioException e) {
                throw new IOException("call " + call.id() + ": " + call.file() + ": " + e.getMessage(), e);
            }
        }
        return new Recogniser(ffmpeg, List.copyOf(recordings));
    }

    public int size() {
        return recordings.size();
    }

    /** Length of each recording in seconds, by id of its call. */
    public Map<String, Double> seconds() {
        Map<String, Double> seconds = new HashMap<>();
        recordings.forEach(r -> seconds.put(r.call().id(), r.seconds()));
        return seconds;
    }

    /** Hears an audio file of any format ffmpeg reads; several channels are mixed first. */
    public Heard hear(Path audio) throws IOException {
        Envelopes sound = ffmpeg.envelopes(audio, true);
        return hear(sound.mix(), sound.seconds());
    }

    Heard hear(float[] upload, double seconds) {
        float loud = loud(upload);
        Match best = null;
        Candidates candidates = new Candidates(tracks, upload);
        // Most uploads are plain after two looks at them; only the others are worth more.
        for (int looks = loud < AUDIBLE ? 0 : 2; looks > 0 && candidates.look(looks); looks = MOST_LOOKS) {
            for (Map<Track, List<Integer>> recording : candidates.best()) {
                for (Map.Entry<Track, List<Integer>> seen : recording.entrySet()) {
                    Match match = match(upload, loud, seen.getKey(), seen.getValue());
                    best = best == null || match.share() > best.share() ? match : best;
                }
                if (best != null && best.share() > BEYOND_DOUBT) {
                    return heard(best, seconds);
                }
            }
        }
        return heard(best, seconds);
    }

    private Heard heard(@Nullable Match best, double seconds) {
        if (best == null || best.share() < enough(seconds)) {
            return new Heard(null, seconds, List.of());
        }
        return Heard.of(recordings.get(best.track().recording), best.track(), best.pieces(), seconds);
    }

    /**
     * The share of an upload's sound that one recording must explain. Tried with recordings of strangers: in a second
     * of speech something is found that is like it up to 0.97, in three up to 0.94, in ten up to 0.4; what really is in
     * a recording, noise and coding included, was above 0.95.
     */
    private static double enough(double seconds) {
        return seconds < 1.5 ? 0.955 : seconds < 4 ? 0.92 : 0.6;
    }

    private record Match(Track track, List<Piece> pieces, double share) {}

    private static Match match(float[] upload, float loud, Track track, List<Integer> lags) {
        Alignment alignment = new Alignment(upload, track, loud);
        List<Piece> pieces = alignment.pieces(lags);
        double penalty = track.channel == Track.MIX ? MIX_PENALTY : 0;
        return new Match(track, pieces, alignment.explained(pieces) - penalty);
    }

    private static float loud(float[] upload) {
        float[] sorted = upload.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[sorted.length * 9 / 10];
    }
}
