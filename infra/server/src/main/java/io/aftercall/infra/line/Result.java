package io.aftercall.infra.line;

import java.time.Duration;
import java.util.Optional;

/** What is to be published: the next event, a failure, the record itself for later, or one that cannot be read. */
sealed interface Result {
    record Done(Optional<byte[]> next) implements Result {}

    record Failed(String reason) implements Result {}

    /** @param said whether the log has the reason already, as it is that of an open circuit */
    record Later(Duration delay, String reason, boolean said) implements Result {}

    record Unreadable(String reason) implements Result {}
}
