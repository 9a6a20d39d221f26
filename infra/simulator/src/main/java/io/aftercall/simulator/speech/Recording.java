package io.aftercall.simulator.speech;

import io.aftercall.simulator.calls.SampleCall;
import java.util.ArrayList;
import java.util.List;

/** A known recording: its call, its length, its words, and the tracks by which it is found again. */
record Recording(SampleCall call, double seconds, List<Word> words, List<Track> tracks) {

    static Recording of(SampleCall call, Envelopes sound, int number) {
        List<Track> tracks = new ArrayList<>();
        for (int c = 0; c < sound.channels().length; c++) {
            tracks.add(new Track(number, c, sound.channels()[c]));
        }
        if (tracks.size() > 1) {
            tracks.add(new Track(number, Track.MIX, sound.mix()));
        }
        return new Recording(call, sound.seconds(), WordTimes.of(call, sound), List.copyOf(tracks));
    }
}
