package io.aftercall.analyze;

import io.aftercall.ingest.CallJson;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Chooses one of two, always the same, whichever is named first. */
final class Latest {
    private Latest() {}

    static <T> @Nullable T of(@Nullable T one, @Nullable T other, Comparator<? super T> order) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        int compared = order.compare(one, other);
        if (compared == 0) {
            compared = Arrays.compareUnsigned(CallJson.write(one), CallJson.write(other));
        }
        return compared >= 0 ? one : other;
    }
}
