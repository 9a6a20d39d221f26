package io.aftercall.ingest;

/** Where accepted notifications go. Returns only once the event is safe; otherwise throws {@link TransientFailure}. */
@FunctionalInterface
public interface Hangups {
    void publish(CallHungUp hungUp);
}
