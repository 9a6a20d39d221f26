package io.aftercall.analyze;

import java.util.Optional;

/** A whole number of 64 bits as text, in digits. */
final class WholeNumber {
    private WholeNumber() {}

    static Optional<Long> of(String text) {
        if (!text.matches("-?\\d{1,19}")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.valueOf(text));
        } catch (NumberFormatException tooLarge) {
            return Optional.empty();
        }
    }
}
