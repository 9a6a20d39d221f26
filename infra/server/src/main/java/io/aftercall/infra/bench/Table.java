package io.aftercall.infra.bench;

import java.io.PrintStream;

/** Rows of a name and one or two values, aligned, as they come. */
record Table(PrintStream out) {
    void head(String title, String... columns) {
        out.println();
        line(title, columns);
        out.println("-".repeat(60 + 16 * columns.length));
    }

    void row(String name, String... values) {
        line("  " + name, values);
    }

    private void line(String name, String... values) {
        StringBuilder line = new StringBuilder("%-60s".formatted(name));
        for (String value : values) {
            line.append("%16s".formatted(value));
        }
        out.println(line);
    }
}
