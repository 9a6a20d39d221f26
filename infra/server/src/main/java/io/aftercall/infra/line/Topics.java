package io.aftercall.infra.line;

import java.util.List;

/** The topics of the line, in the order of a call. */
public final class Topics {
    public static final String HUNG_UP = "calls.hungup";
    public static final String RECORDED = "calls.recorded";
    public static final String TRANSCRIBED = "calls.transcribed";
    public static final String ANALYZED = "calls.analyzed";
    public static final String FAILED = "calls.failed";
    public static final String REMINDERS_SENT = "reminders.sent";

    /** What goes into the index. */
    public static final List<String> INDEXED = List.of(HUNG_UP, RECORDED, TRANSCRIBED, ANALYZED, FAILED);

    private Topics() {}

    /** Where records go that cannot even be read. */
    public static String dead(String topic) {
        return topic + ".dead";
    }
}
