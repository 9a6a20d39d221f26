package io.aftercall.infra.line;

import io.aftercall.ingest.Dependency;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is to be published: the next event, a failure, the record itself for later, or one that cannot be read. */
sealed interface Result {
    record Done(Optional<byte[]> next) implements Result {}

    record Failed(String reason) implements Result {}

    /** @param away what is waited for where that is an open circuit, whose reason the log has already */
    record Later(Duration delay, String reason, @Nullable Dependency away) implements Result {}

    record Unreadable(String reason) implements Result {}
}
