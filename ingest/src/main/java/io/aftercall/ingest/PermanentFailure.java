package io.aftercall.ingest;

import org.jspecify.annotations.Nullable;

/** The work can never be done with this input: a corrupt recording, a rejected request. The message is shown to people. */
public final class PermanentFailure extends RuntimeException {
    public PermanentFailure(String fact) {
        this(fact, null);
    }

    public PermanentFailure(String fact, @Nullable Throwable cause) {
        super(fact, cause);
    }
}
