/** Carries events: records of a topic enter, a stage's results leave for the next topic, nothing lost in between. */
@NullMarked
package io.aftercall.infra.line;

import org.jspecify.annotations.NullMarked;
