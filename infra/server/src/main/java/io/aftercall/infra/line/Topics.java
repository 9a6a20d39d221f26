package io.aftercall.infra.line;

import io.aftercall.analyze.CallIndexer;
import java.util.List;
import java.util.Set;

/** The topics of the line, in the order of a call. */
public final class Topics {
    public static final String HUNG_UP = CallIndexer.HUNG_UP;
    public static final String RECORDED = CallIndexer.RECORDED;
    public static final String TRANSCRIBED = CallIndexer.TRANSCRIBED;
    public static final String ANALYZED = CallIndexer.ANALYZED;
    public static final String FAILED = CallIndexer.FAILED;
    public static final String REMINDERS_SENT = "reminders.sent";
    /** {@link io.aftercall.ingest.CallProgress}. */
    public static final String PROGRESS = CallIndexer.PROGRESS;

    /** What the stages take. */
    static final List<String> STAGES = List.of(HUNG_UP, RECORDED, TRANSCRIBED, ANALYZED);

    /** What goes into the index. */
    public static final List<String> INDEXED = List.of(HUNG_UP, RECORDED, TRANSCRIBED, ANALYZED, FAILED, PROGRESS);

    /** Of those, what no stage takes: the index buries what cannot be read there. */
    static final Set<String> WITHOUT_STAGE = Set.of(FAILED, PROGRESS);

    private static final String DEAD = ".dead";

    private Topics() {}

    /** Where records go that cannot even be read. */
    public static String dead(String topic) {
        return topic + DEAD;
    }

    /** Whether it holds what has ended badly, and may wait long for a person. */
    static boolean isOfFailures(String topic) {
        return topic.equals(FAILED) || topic.endsWith(DEAD);
    }
}
