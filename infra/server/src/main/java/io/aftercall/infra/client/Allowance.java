package io.aftercall.infra.client;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * So many requests or tokens a minute. It fills continuously and holds one second's worth, so that no minute sees more than
 * it should; one request may be dearer than that and is then paid off afterwards. Not thread-safe.
 */
final class Allowance {
    private static final double UNLIMITED = Double.POSITIVE_INFINITY;

    private final double ours;
    private double perMinute;
    private double left;
    private Instant at;

    /** @param perMinute null: without limit, until the provider tells one */
    Allowance(@Nullable Integer perMinute, Instant now) {
        this.ours = perMinute == null ? UNLIMITED : perMinute;
        this.perMinute = ours;
        this.left = most();
        this.at = now;
    }

    boolean isLimited() {
        return perMinute != UNLIMITED;
    }

    private double most() {
        return Math.max(1, perMinute / 60);
    }

    /** How long until {@code cost} may be spent, after {@code ahead} has been spent by others. */
    Duration until(long ahead, long cost, Instant now) {
        fill(now);
        double missing = ahead + Math.min((double) cost, most()) - left;
        return missing <= 0 ? Duration.ZERO : time(missing);
    }

    /** How long it takes to earn {@code cost}. */
    Duration time(double cost) {
        return isLimited() ? Duration.ofNanos((long) Math.ceil(cost * 60e9 / perMinute)) : Duration.ZERO;
    }

    void spend(long cost, Instant now) {
        fill(now);
        left -= cost;
    }

    /** The provider's own word; where it is less than ours, it holds. */
    void told(RateHeaders.Budget budget, Instant now) {
        fill(now);
        Long limit = budget.limit();
        if (limit != null && limit > 0) {
            perMinute = Math.min(ours, limit);
            left = Math.min(left, most());
        }
        Long remaining = budget.remaining();
        if (remaining != null && isLimited()) {
            left = Math.min(left, remaining);
        }
    }

    private void fill(Instant now) {
        if (isLimited() && now.isAfter(at)) {
            double earned = Duration.between(at, now).toNanos() * perMinute / 60e9;
            left = Math.min(most(), left + earned);
        }
        at = now;
    }
}
