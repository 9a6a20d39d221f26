/** The first stage: a telephony system's hangup notification enters, a {@link CallRecorded} with its stored recording leaves. */
@NullMarked
package io.aftercall.ingest;

import org.jspecify.annotations.NullMarked;
