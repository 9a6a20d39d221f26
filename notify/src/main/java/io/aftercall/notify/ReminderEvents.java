package io.aftercall.notify;

import io.aftercall.ingest.CallFailed;

/** Where this stage's events go; throws {@link io.aftercall.ingest.TransientFailure} when one could not be made safe. */
public interface ReminderEvents {
    void publish(ReminderSent sent);

    void publish(CallFailed failed);
}
