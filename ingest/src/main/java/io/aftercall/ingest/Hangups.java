package io.aftercall.ingest;

/** Where accepted notifications go. Returns only once the event is safe; otherwise throws {@link TransientFailure}. */
@FunctionalInterface
public interface Hangups {
    void publish(CallHungUp hungUp);

    /**
     * As {@link #publish}, of a call that somebody is at work on: the line takes it up some minutes from now, so that it is not
     * lost should they not come to an end.
     */
    default void publishLater(CallHungUp hungUp) {
        publish(hungUp);
    }
}
