/** The read model in Elasticsearch: documents of calls enter to be merged, calls found by words or conditions leave. */
@NullMarked
package io.aftercall.analyze.index;

import org.jspecify.annotations.NullMarked;
