package io.aftercall.simulator;

import java.util.Set;
import java.util.function.UnaryOperator;

/** How slow and how broken the stand-ins are: rates from 0 to 1 for each fault, and whom the faults strike. */
public record Faults(
        Latency latency,
        double errorRate,
        double rateLimitRate,
        int retryAfterSeconds,
        double cutRate,
        double malformedRate,
        Set<Target> targets) {

    /**
     * How long answers take: their mean and their ceiling, in milliseconds.
     *
     * @param spread sigma of the log-normal distribution they are drawn from: with 1 every 20th takes over three times the
     *     mean, with 0 all take the mean
     */
    public record Latency(long speechMillis, long modelMillis, long maxMillis, double spread) {
        /** Refuses negative values. */
        public Latency {
            if (Math.min(speechMillis, modelMillis) < 0 || maxMillis < 0 || spread < 0) {
                throw new IllegalArgumentException("latencies and their spread must not be negative");
            }
        }
    }

    /** Whom faults can strike. */
    public enum Target {
        SPEECH,
        MODEL,
        CHAT,
        RECORDINGS
    }

    /** No latency and no fault; the targets are those that rates set later strike: all but the recordings. */
    public static final Faults NONE =
            new Faults(new Latency(0, 0, 30_000, 1), 0, 0, 1, 0, 0, Set.of(Target.SPEECH, Target.MODEL, Target.CHAT));

    /** Refuses negative values, rates above 1 together, and no targets. */
    public Faults {
        double all = errorRate + rateLimitRate + cutRate + malformedRate;
        if (Math.min(Math.min(errorRate, rateLimitRate), Math.min(cutRate, malformedRate)) < 0 || all > 1) {
            throw new IllegalArgumentException(
                    "fault rates must be 0 to 1, and together at most 1, but are together " + all);
        }
        if (retryAfterSeconds < 0) {
            throw new IllegalArgumentException("retry-after must not be negative");
        }
        targets = Set.copyOf(targets);
    }

    /** The same with these mean latencies and this ceiling, in milliseconds. */
    public Faults withLatency(long speech, long model, long max) {
        return with(new Latency(speech, model, max, latency.spread()));
    }

    /** The same with latencies more or less like each other, see {@link Latency}. */
    public Faults withLatencySpread(double spread) {
        return with(new Latency(latency.speechMillis(), latency.modelMillis(), latency.maxMillis(), spread));
    }

    private Faults with(Latency other) {
        return new Faults(other, errorRate, rateLimitRate, retryAfterSeconds, cutRate, malformedRate, targets);
    }

    /** The same with this share of answers 500. */
    public Faults withErrorRate(double rate) {
        return new Faults(latency, rate, rateLimitRate, retryAfterSeconds, cutRate, malformedRate, targets);
    }

    /** The same with this share of answers 429, which ask to come back after so many seconds. */
    public Faults withRateLimit(double rate, int retryAfter) {
        return new Faults(latency, errorRate, rate, retryAfter, cutRate, malformedRate, targets);
    }

    /** The same with this share of connections cut, half before and half inside the body. */
    public Faults withCutRate(double rate) {
        return new Faults(latency, errorRate, rateLimitRate, retryAfterSeconds, rate, malformedRate, targets);
    }

    /** The same with this share of broken JSON; of the model's, half is broken inside its content only. */
    public Faults withMalformedRate(double rate) {
        return new Faults(latency, errorRate, rateLimitRate, retryAfterSeconds, cutRate, rate, targets);
    }

    /** The same, striking these only. */
    public Faults striking(Target... only) {
        return new Faults(latency, errorRate, rateLimitRate, retryAfterSeconds, cutRate, malformedRate, Set.of(only));
    }

    /** The faults in force, changeable while the simulator runs. */
    public static final class Control {
        private volatile Faults current;

        Control(Faults first) {
            current = first;
        }

        /** What is in force now. */
        public Faults get() {
            return current;
        }

        /** Puts other faults in force, from the next request on. */
        public void set(Faults faults) {
            current = faults;
        }

        /** Changes what is in force, for example {@code update(f -> f.withErrorRate(0.1))}. */
        public synchronized void update(UnaryOperator<Faults> change) {
            current = change.apply(current);
        }
    }
}
