/** The doors: a telephony system's notification enters over HTTP, a {@code CallHungUp} that is safe in Kafka leaves. */
@NullMarked
package io.aftercall.ingest.webhook;

import org.jspecify.annotations.NullMarked;
