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
        show(done, all, underWay, "");
    }

    /** @param more what else is to be seen while it is under way, such as the time that is left */
    void show(long done, long all, boolean underWay, String more) {
        if (terminal.columns() > 0) {
            out.print("\r\u001b[K" + terminal.cut(bar(done, all) + more));
            out.print(underWay ? "" : System.lineSeparator());
        } else if (all > 0 && done * 10 / all > tenth) {
            tenth = done * 10 / all;
            out.printf("%d of %d calls%s%n", done, all, more);
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
