package io.aftercall.simulator;

import io.aftercall.simulator.calls.CallsFolder;
import io.aftercall.simulator.calls.SampleCall;
import io.aftercall.simulator.calls.Variation;
import io.aftercall.simulator.calls.VariedRecordings;
import io.aftercall.simulator.pbx.PlacedCall;
import io.aftercall.simulator.pbx.TelephonySystems;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * As many calls as wanted, made from the known ones: each has audio bytes, a call id and a customer of its own, and the
 * words of the first seconds of the call it is made from; those of one call ended a minute apart, the first the latest. Nothing is stored: any simulator on the same folder serves them.
 */
public final class Variations {
    private final List<SampleCall> samples;
    private final String pbxUrl;
    private final int seconds;
    private final Instant end = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private Variations(List<SampleCall> samples, String pbxUrl, int seconds) {
        if (samples.isEmpty()) {
            throw new IllegalArgumentException(
                    "no call of the folder can be varied: WAV files with a script are needed");
        }
        this.samples = samples;
        this.pbxUrl = pbxUrl;
        this.seconds = seconds;
    }

    /**
     * @param calls the folder of the simulator that will serve them
     * @param pbxUrl its PBX
     * @param seconds of each call at least, 1 to 9999; what is being said then is said to its end
     */
    public static Variations of(Path calls, String pbxUrl, int seconds) throws IOException {
        return of(CallsFolder.read(calls.toAbsolutePath()), pbxUrl, seconds);
    }

    static Variations of(CallsFolder folder, String pbxUrl, int seconds) throws IOException {
        return new Variations(VariedRecordings.variable(folder), pbxUrl, seconds);
    }

    /** A call and where its recording is. */
    public record Varied(Notification hangUp, String recordingUrl) {}

    /** The hangup of one; its call id is the prefix, the sample's id and {@code -v<n>}. Equal for equal arguments. */
    public Notification hangUp(String prefix, int n) {
        return varied(prefix, n).hangUp();
    }

    /** Those from the one number up to, and without, the other. */
    public List<Varied> between(String prefix, int from, int to) {
        return IntStream.range(from, to).mapToObj(n -> varied(prefix, n)).toList();
    }

    private Varied varied(String prefix, int n) {
        SampleCall sample = samples.get(n % samples.size());
        Variation variation = new Variation(sample.id(), seconds, n);
        // A minute apart, for a model is told when a call ended: so no two questions to it are the same.
        Instant ended = end.minus(n / samples.size(), ChronoUnit.MINUTES);
        PlacedCall call = new PlacedCall(
                sample.varied(variation), prefix, n + 1, Math.max(1, variation.endMs(sample)), ended, pbxUrl);
        // Both of them say all there is to say at once.
        Notification first = Notification.of(TelephonySystems.of(sample), call).getFirst();
        return new Varied(first, call.recordingUrl());
    }

    /** Those of the first {@code count}, each made when it is asked for. */
    public Stream<Notification> hangUps(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(n -> hangUp(prefix, n));
    }
}
