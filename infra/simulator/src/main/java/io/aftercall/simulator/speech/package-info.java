/** Hearing without a model: audio enters, the words of the known recording it was made from leave. */
@NullMarked
package io.aftercall.simulator.speech;

import org.jspecify.annotations.NullMarked;
