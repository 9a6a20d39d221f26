/** Judging without a model: prompt and JSON schema enter, an answer valid for the schema leaves. */
@NullMarked
package io.aftercall.simulator.model;

import org.jspecify.annotations.NullMarked;
