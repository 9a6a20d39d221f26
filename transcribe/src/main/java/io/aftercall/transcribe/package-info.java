/** The second stage: a {@code CallRecorded} enters, a {@link CallTranscribed} with who said what and when leaves. */
@NullMarked
package io.aftercall.transcribe;

import org.jspecify.annotations.NullMarked;
