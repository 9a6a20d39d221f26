package io.aftercall.infra.line;

import io.aftercall.analyze.CallIndex;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.RecordedCalls;
import io.aftercall.ingest.TransientFailure;
import io.aftercall.ingest.Undecodable;
import io.aftercall.transcribe.CallTranscribed;
import io.aftercall.transcribe.TranscribedCalls;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has calls judged again that the offline engine judged only because the model was away. One at a time shows whether it is
 * back; from then on ever more, so that a day's calls do not bring it down again. Several processes that look at the same
 * time have a call looked at once each, and the second finds it judged.
 */
final class SecondOpinions {
    private static final Logger LOG = LoggerFactory.getLogger(SecondOpinions.class);

    /** At the same time; more wait for the next look. */
    private static final int MOST = 500;

    /** So long a call may take in the line; it is not given to it again before. */
    private static final int PAUSES_UNDER_WAY = 10;

    private final CallIndex index;
    private final RecordedCalls recorded;
    private final TranscribedCalls transcribed;
    private final Consumer<CallTranscribed> line;
    private final Duration pause;
    private final Clock clock;
    private final Map<String, Instant> sent = new HashMap<>();
    private Instant latest = Instant.MIN;
    private int pace = 1;

    /**
     * @param line where a call goes that is to be judged
     * @param pause between two looks for calls as long as none gets on, and between two that try whether the model is back
     */
    SecondOpinions(CallIndex index, CallFolder folder, Consumer<CallTranscribed> line, Duration pause, Clock clock) {
        this.index = index;
        this.recorded = new RecordedCalls(folder);
        this.transcribed = new TranscribedCalls(folder);
        this.line = line;
        this.pause = pause;
        this.clock = clock;
    }

    /**
     * To be called more often than a pause is long: whether calls that are under way have got on is looked at each time.
     *
     * @throws TransientFailure when Kafka, the call folder or the index is away
     */
    void look() {
        Instant now = clock.instant();
        boolean due = !now.isBefore(latest.plus(pause));
        if (!due && sent.isEmpty()) {
            return;
        }
        List<String> open = index.judgedForNow(2 * MOST);
        boolean gotOn = sent.keySet().retainAll(open);
        if (!due && !gotOn) {
            return;
        }
        latest = now;
        sent.values().removeIf(at -> at.isBefore(now.minus(pause.multipliedBy(PAUSES_UNDER_WAY))));
        pace = gotOn ? Math.min(2 * pace, MOST) : 1;
        Iterator<String> left =
                open.stream().filter(key -> !sent.containsKey(key)).iterator();
        // While they get on, no more are under way than that; where none does, another one tries.
        for (int more = gotOn ? pace - sent.size() : 1; more > 0 && left.hasNext(); ) {
            String callKey = left.next();
            sent.put(callKey, now);
            more -= send(callKey) ? 1 : 0;
        }
    }

    /** As it is stored now: what was corrected meanwhile stays so. One that cannot be read is in nobody's way. */
    private boolean send(String callKey) {
        try {
            Optional<CallTranscribed> said =
                    recorded.stored(recorded.facts(callKey)).flatMap(transcribed::stored);
            said.ifPresentOrElse(
                    line,
                    () -> LOG.error("call {} stays as it was judged offline: its transcript is not there", callKey));
            return said.isPresent();
        } catch (PermanentFailure | Undecodable e) {
            LOG.error("call {} stays as it was judged offline: {}", callKey, e.getMessage());
            return false;
        }
    }
}
