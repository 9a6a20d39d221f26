/** Node settings come in on the command line; a running Elasticsearch node goes out. */
@NullMarked
package io.aftercall.embedded.elasticsearch;

import org.jspecify.annotations.NullMarked;
