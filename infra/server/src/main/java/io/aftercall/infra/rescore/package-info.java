/** Stored calls enter and are judged again by the rubrics, prompt and model of today; nothing is transcribed or sent. */
@NullMarked
package io.aftercall.infra.rescore;

import org.jspecify.annotations.NullMarked;
