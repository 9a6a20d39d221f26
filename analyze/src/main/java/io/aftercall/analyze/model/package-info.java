/** Judging by a chat model: a transcript and a rubric enter, the model's proposal leaves, kept raw in the call folder. */
@NullMarked
package io.aftercall.analyze.model;

import org.jspecify.annotations.NullMarked;
