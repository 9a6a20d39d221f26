package io.aftercall.analyze;

/** The rubrics that are shipped, for tests. */
public final class ShippedRubrics {
    private ShippedRubrics() {}

    public static Rubric dialogue() {
        return Rubrics.shipped().of("dialogue");
    }
}
