/** Fetching a recording: an address as received enters, an object in the call folder leaves. */
@NullMarked
package io.aftercall.ingest.recording;

import org.jspecify.annotations.NullMarked;
