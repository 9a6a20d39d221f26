package io.aftercall.infra.client;

import java.util.Locale;

/** What became of a request to a provider. */
enum Outcome {
    OK,
    /** The request itself was at fault. */
    REJECTED,
    /** 429. */
    LIMITED,
    ERROR,
    UNANSWERED,
    /** Given up by us, which says nothing about the provider. */
    ABANDONED,
    /** Not sent: it was not its turn. */
    WITHHELD;

    static Outcome of(int status) {
        if (status == 429) {
            return LIMITED;
        }
        if (status >= 500 || status == 408) {
            return ERROR;
        }
        return status >= 400 ? REJECTED : OK;
    }

    /** The provider has answered, and could have answered more. */
    boolean isAnswer() {
        return this == OK || this == REJECTED;
    }

    /** The provider is away, or has had too much. */
    boolean isTrouble() {
        return this == LIMITED || this == ERROR || this == UNANSWERED;
    }

    /** For metrics. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
