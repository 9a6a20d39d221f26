package io.aftercall.analyze;

import org.springframework.core.io.ClassPathResource;

/** The rubrics that are shipped, for tests. */
public final class Rubrics {
    private Rubrics() {}

    public static Rubric dialogue() {
        return new RubricFile(new ClassPathResource("rubrics/dialogue.yaml")).read();
    }
}
