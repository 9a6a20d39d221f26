/** The last stage: a {@code CallAnalyzed} enters; at its hour a message in the sales chat and a {@link ReminderSent} leave. */
@NullMarked
package io.aftercall.notify;

import org.jspecify.annotations.NullMarked;
