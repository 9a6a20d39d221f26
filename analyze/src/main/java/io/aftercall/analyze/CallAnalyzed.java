package io.aftercall.analyze;

import io.aftercall.ingest.Call;
import java.time.Instant;

/** The call has been judged, or it is known that there is nothing to judge. Topic {@code calls.analyzed}. */
public record CallAnalyzed(Call call, CallAnalysis analysis, Instant at) {}
