package io.aftercall.ingest;

import java.util.function.Supplier;

/**
 * The way to every dependency: adapters send each request through it, so that an outage is noticed once for all calls and
 * spares those that would only run into it too.
 */
public interface Gate {
    /** Lets everything through; for tests and for what runs outside the line. */
    Gate OPEN = new Gate() {
        @Override
        public <T> T through(Dependency dependency, Supplier<T> request) {
            try {
                return request.get();
            } catch (TransientFailure e) {
                throw e.at(dependency);
            }
        }
    };

    /**
     * Sends {@code request}. A {@link TransientFailure} of it is one of the dependency's, unless it tells that the input is
     * not ready; anything else shows that the dependency answers.
     *
     * @throws TransientFailure the request's own, or, without asking, while the dependency is known to be away; it names
     *     the dependency
     */
    <T> T through(Dependency dependency, Supplier<T> request);

    default void run(Dependency dependency, Runnable request) {
        through(dependency, () -> {
            request.run();
            return true;
        });
    }
}
