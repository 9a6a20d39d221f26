package io.aftercall.simulator;

import io.aftercall.simulator.Faults.Target;
import java.util.Locale;
import java.util.SplittableRandom;

/** What becomes of one request, and how long it takes in milliseconds. */
record Fate(Kind kind, long latencyMillis) {
    enum Kind {
        OK,
        RATE_LIMITED,
        ERROR,
        CUT_BEFORE_BODY,
        CUT_IN_BODY,
        MALFORMED_BODY,
        MALFORMED_CONTENT;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether the request reached the service proper, so that a real one would have charged for it. */
        boolean paid() {
            return this != RATE_LIMITED && this != ERROR;
        }
    }

    /** Depends on seed, input and number of the attempt only, not on what else happens at the same time. */
    static Fate of(Faults faults, Target target, long seed, String inputHash, int attempt) {
        SplittableRandom random = new SplittableRandom(seed + 31L * inputHash.hashCode() + 1_000_003L * attempt);
        random.nextLong();
        Kind kind = faults.targets().contains(target) ? kind(faults, target, random) : Kind.OK;
        return new Fate(kind, latency(faults, target, random));
    }

    private static Kind kind(Faults faults, Target target, SplittableRandom random) {
        double left = random.nextDouble();
        boolean coin = random.nextBoolean();
        if ((left -= faults.rateLimitRate()) < 0) {
            return Kind.RATE_LIMITED;
        }
        if ((left -= faults.errorRate()) < 0) {
            return Kind.ERROR;
        }
        if ((left -= faults.cutRate()) < 0) {
            return coin ? Kind.CUT_BEFORE_BODY : Kind.CUT_IN_BODY;
        }
        if (left - faults.malformedRate() < 0) {
            return coin && target == Target.MODEL ? Kind.MALFORMED_CONTENT : Kind.MALFORMED_BODY;
        }
        return Kind.OK;
    }

    private static long latency(Faults faults, Target target, SplittableRandom random) {
        long mean =
                switch (target) {
                    case SPEECH -> faults.latency().speechMillis();
                    case MODEL -> faults.latency().modelMillis();
                    case CHAT, RECORDINGS -> 0;
                };
        double sigma = faults.latency().spread();
        double drawn = mean * Math.exp(sigma * random.nextGaussian() - sigma * sigma / 2);
        return Math.min(Math.round(drawn), faults.latency().maxMillis());
    }
}
