package io.aftercall.analyze.api;

import io.aftercall.analyze.Analyst;
import io.aftercall.analyze.CallAnalyzed;
import io.aftercall.transcribe.CallTranscribed;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Judges what somebody hands in while they wait. The same at the same time is judged once: who comes later finds the result. */
final class OnTheSpot {
    private final Analyst analyst;
    private final Map<String, ReentrantLock> turns = new ConcurrentHashMap<>();

    OnTheSpot(Analyst analyst) {
        this.analyst = analyst;
    }

    /** Throws as {@link Analyst#analyze} does. */
    CallAnalyzed judge(CallTranscribed said) {
        String key = said.call().key();
        ReentrantLock turn = turns.computeIfAbsent(key, any -> new ReentrantLock());
        turn.lock();
        try {
            return analyst.analyze(said);
        } finally {
            turns.remove(key, turn);
            turn.unlock();
        }
    }
}
