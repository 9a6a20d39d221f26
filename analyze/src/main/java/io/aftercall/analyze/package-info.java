/** The third stage: a {@code CallTranscribed} enters, a {@link CallAnalyzed} with scores and the quotes behind them leaves. */
@NullMarked
package io.aftercall.analyze;

import org.jspecify.annotations.NullMarked;
