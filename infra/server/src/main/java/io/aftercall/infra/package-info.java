/** What runs the line: a command line and addresses enter, the chosen stages run on Kafka, S3 and Elasticsearch. */
@NullMarked
package io.aftercall.infra;

import org.jspecify.annotations.NullMarked;
