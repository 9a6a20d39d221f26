package io.aftercall.infra.dead;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of dead letters, {@code page} from 1.
 *
 * @param unchecked why failures that a later success has overcome may be among them; absent when none is
 */
record LetterList(
        int total, int page, int size, int pages, @Nullable String unchecked, List<Row> letters) {

    record Row(String id, Instant at, String callKey, String stage, String reason) {
        static Row of(DeadLetter letter) {
            return new Row(
                    letter.id().toString(),
                    letter.at(),
                    letter.callKey(),
                    letter.stage().word(),
                    letter.reason());
        }
    }

    static LetterList of(DeadLetters.Standing standing, int page, int size) {
        List<DeadLetter> all = standing.letters();
        String unchecked = standing.unchecked() == null
                ? null
                : "failures that a later success has overcome may be among these, because " + standing.unchecked();
        return new LetterList(
                all.size(),
                page,
                size,
                Math.ceilDiv(all.size(), size),
                unchecked,
                all.stream().skip((page - 1L) * size).limit(size).map(Row::of).toList());
    }
}
