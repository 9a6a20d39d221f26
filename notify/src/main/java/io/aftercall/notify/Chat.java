package io.aftercall.notify;

/** The sales chat. */
public interface Chat {
    /**
     * Posts a reminder; returns once the chat has it.
     *
     * @throws io.aftercall.ingest.TransientFailure when the chat is away or busy
     * @throws io.aftercall.ingest.PermanentFailure when the chat refuses this message
     */
    void post(Reminder reminder);
}
