/** From speech to words: an encoded chunk enters, the speech model's answer, stored before it is used, leaves. */
@NullMarked
package io.aftercall.transcribe.speech;

import org.jspecify.annotations.NullMarked;
