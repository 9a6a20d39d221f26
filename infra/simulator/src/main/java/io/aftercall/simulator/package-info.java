/** Stand-ins for what is outside the line, over real HTTP: recordings and prompts enter, stored words and messages leave. */
@NullMarked
package io.aftercall.simulator;

import org.jspecify.annotations.NullMarked;
