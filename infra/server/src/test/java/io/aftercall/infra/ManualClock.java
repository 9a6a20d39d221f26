package io.aftercall.infra;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Stands still until it is told to go on. */
public final class ManualClock extends Clock {
    public static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    private volatile Instant now;

    /** At {@link #NOON}. */
    public ManualClock() {
        this(NOON);
    }

    public ManualClock(Instant start) {
        now = start;
    }

    public void passes(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("knows UTC only");
    }
}
