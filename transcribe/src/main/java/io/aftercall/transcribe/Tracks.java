package io.aftercall.transcribe;

import io.aftercall.ingest.Recording;
import io.aftercall.transcribe.Utterance.Speaker;
import io.aftercall.transcribe.audio.SpeechAudio;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was heard on a call's recordings, put together as one: the sides of a conversation beside each other, by when each of
 * them ended, and anything else one after the other.
 */
final class Tracks {
    private final List<Track> tracks = new ArrayList<>();

    private record Track(Recording recording, SpeechAudio audio, List<Heard> heard) {
        List<Utterance> utterances() {
            return Utterances.of(heard, audio.channels());
        }

        @Nullable Instant startedAt() {
            Recording.Track its = recording.track();
            return its == null || its.endedAt() == null ? null : its.endedAt().minusMillis(audio.durationMs());
        }

        /** Whoever is heard alone. */
        Speaker speaker(Utterance said) {
            Recording.Track its = recording.track();
            return its == null || audio.channels() > 1
                    ? said.speaker()
                    : Speaker.valueOf(its.side().name());
        }
    }

    void add(Recording recording, SpeechAudio audio, List<Heard> heard) {
        tracks.add(new Track(recording, audio, heard));
    }

    boolean isEmpty() {
        return tracks.isEmpty();
    }

    Transcript transcript(String model, String input, Instant at) {
        List<Long> starts = starts();
        List<Utterance> said = new ArrayList<>();
        long durationMs = 0;
        long speechMs = 0;
        for (int i = 0; i < tracks.size(); i++) {
            Track track = tracks.get(i);
            long start = starts.get(i);
            for (Utterance each : track.utterances()) {
                said.add(new Utterance(
                        each.id(), track.speaker(each), start + each.startMs(), start + each.endMs(), each.text()));
            }
            durationMs = Math.max(durationMs, start + track.audio().durationMs());
            speechMs += track.audio().speechMs();
        }
        said.sort(Comparator.comparingLong(Utterance::startMs));
        List<Utterance> named = new ArrayList<>();
        for (Utterance each : said) {
            named.add(each.named("u" + (named.size() + 1)));
        }
        List<Heard> heard =
                tracks.stream().flatMap(track -> track.heard().stream()).toList();
        return new Transcript(Heard.language(heard), durationMs, speechMs, named, model, input, at);
    }

    /** Of each track, in milliseconds from the start of the call. */
    private List<Long> starts() {
        return tracks.stream().allMatch(track -> track.recording().track() != null) ? besideEachOther() : inTurn();
    }

    private List<Long> besideEachOther() {
        Instant first = tracks.stream()
                .flatMap(track -> Stream.ofNullable(track.startedAt()))
                .min(Instant::compareTo)
                .orElse(Instant.EPOCH);
        return tracks.stream()
                .map(track -> Objects.requireNonNullElse(track.startedAt(), first))
                .map(start -> start.toEpochMilli() - first.toEpochMilli())
                .toList();
    }

    private List<Long> inTurn() {
        List<Long> starts = new ArrayList<>();
        long next = 0;
        for (Track track : tracks) {
            starts.add(next);
            next += track.audio().durationMs();
        }
        return starts;
    }
}
