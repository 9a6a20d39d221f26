package io.aftercall.infra;

import java.io.PrintStream;

/** How far a job over calls has come: redrawn on a terminal, elsewhere a line for every tenth. */
final class ProgressBar {
    private static final int WIDTH = 30;

    private final PrintStream out;
    private final DemoBoard.Terminal terminal;
    private long tenth = -1;

    ProgressBar(PrintStream out, DemoBoard.Terminal terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** @param all 0 while they are counted */
    void show(long done, long all, boolean underWay) {
        if (terminal.columns() > 0) {
            out.print("\r\u001b[K" + terminal.cut(bar(done, all)));
            out.print(underWay ? "" : System.lineSeparator());
        } else if (all > 0 && done * 10 / all > tenth) {
            tenth = done * 10 / all;
            out.printf("%d of %d calls%n", done, all);
        }
    }

    private static String bar(long done, long all) {
        if (all == 0) {
            return "counting the calls ...";
        }
        int full = (int) (done * WIDTH / all);
        return "[%s%s] %d of %d calls, %d %%"
                .formatted("#".repeat(full), "-".repeat(WIDTH - full), done, all, done * 100 / all);
    }
}
