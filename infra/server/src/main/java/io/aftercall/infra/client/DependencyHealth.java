package io.aftercall.infra.client;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether a dependency answers, asked at most every few seconds however often health is read. */
public final class DependencyHealth implements HealthIndicator {
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final String address;
    private final Check check;
    private final AtomicReference<@Nullable Seen> last = new AtomicReference<>();

    /** Returns when the dependency answered, throws otherwise. */
    @FunctionalInterface
    public interface Check {
        void run() throws Exception;
    }

    private record Seen(Health health, long at) {
        boolean isFresh() {
            return System.nanoTime() - at < FRESH_NANOS;
        }
    }

    public DependencyHealth(String address, Check check) {
        this.address = address;
        this.check = check;
    }

    @Override
    public Health health() {
        Seen seen = last.get();
        if (seen != null && seen.isFresh()) {
            return seen.health();
        }
        Health now = ask();
        last.set(new Seen(now, System.nanoTime()));
        return now;
    }

    private Health ask() {
        try {
            check.run();
            return Health.up().withDetail("address", address).build();
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return Health.down()
                    .withDetail("address", address)
                    .withDetail("reason", reason)
                    .build();
        }
    }
}
