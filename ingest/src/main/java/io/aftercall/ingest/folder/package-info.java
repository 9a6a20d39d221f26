/** The call folder over the S3 API: named bytes of one call enter and leave. */
@NullMarked
package io.aftercall.ingest.folder;

import org.jspecify.annotations.NullMarked;
