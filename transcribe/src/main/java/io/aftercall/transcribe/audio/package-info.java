/** From sound to what a speech model is sent: a recording enters, chunks with only its speech and their time map leave. */
@NullMarked
package io.aftercall.transcribe.audio;

import org.jspecify.annotations.NullMarked;
