/** A data folder comes in; the addresses of a running Kafka, Elasticsearch or S3, on 127.0.0.1 only, go out. */
@NullMarked
package io.aftercall.embedded;

import org.jspecify.annotations.NullMarked;
