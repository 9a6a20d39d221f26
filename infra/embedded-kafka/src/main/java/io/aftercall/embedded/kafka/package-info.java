/** A listening address and a data folder come in on the command line; a running Kafka broker goes out. */
@NullMarked
package io.aftercall.embedded.kafka;

import org.jspecify.annotations.NullMarked;
