/** Judging without a model: a transcript in Chinese, Russian or English enters, what lexicons and rules find in it leaves. */
@NullMarked
package io.aftercall.analyze.offline;

import org.jspecify.annotations.NullMarked;
