/** The folder of sample calls: a manifest and scripts enter, calls with their words and judgements leave. */
@NullMarked
package io.aftercall.simulator.calls;

import org.jspecify.annotations.NullMarked;
