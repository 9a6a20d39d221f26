package io.aftercall.analyze.tags;

/**
 * A text that can be read only so often: some patterns go back and forth in it longer than anybody can wait, and
 * {@code java.util.regex} knows no limit of its own.
 */
final class BoundedText implements CharSequence {
    /** Less than 0.1 s; an ordinary pattern takes a few for each character. */
    private static final int MOST_STEPS = 1_000_000;

    private final String text;
    private int steps;

    BoundedText(String text) {
        this.text = text;
    }

    /** A pattern was given up. */
    static final class TooManySteps extends RuntimeException {
        TooManySteps() {
            super("a pattern takes more than %d steps".formatted(MOST_STEPS), null, false, false);
        }
    }

    @Override
    public char charAt(int index) {
        if (++steps > MOST_STEPS) {
            throw new TooManySteps();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
