package io.aftercall.ingest;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * The way to every dependency: adapters send each request through it, so that an outage is noticed once for all calls and
 * spares those that would only run into it too.
 */
public interface Gate {
    /** Lets everything through; for tests and for what runs outside the line. */
    Gate OPEN = new Gate() {
        @Override
        public <T> T through(Dependency dependency, String callKey, Supplier<T> request) {
            try {
                return request.get();
            } catch (TransientFailure e) {
                throw e.at(dependency);
            }
        }
    };

    /**
     * Sends {@code request} for a call. A {@link TransientFailure} of it is one of the dependency's, unless it tells that the input is
     * not ready; anything else shows that the dependency answers.
     *
     * @param callKey empty where a request is for many calls or for none
     * @throws TransientFailure the request's own, or, without asking, while the dependency is known to be away; it names
     *     the dependency
     */
    <T> T through(Dependency dependency, String callKey, Supplier<T> request);

    /** Whether it is known to have been away for that long at least; one that is asked too much (HTTP 429) is not away. */
    default boolean isAway(Dependency dependency, Duration atLeast) {
        return false;
    }

    default void run(Dependency dependency, String callKey, Runnable request) {
        through(dependency, callKey, () -> {
            request.run();
            return true;
        });
    }
}
