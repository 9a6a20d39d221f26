package io.aftercall.infra.line;

import io.aftercall.infra.line.InFlightDispatcher.Work;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What is taken in of one partition, in the order of its offsets. Guarded by the lock of its {@link InFlightDispatcher}. */
final class InFlightPartition {
    private final Deque<Slot> slots = new ArrayDeque<>();
    boolean revoked;

    /** A record's place in its partition; once done it keeps nothing but, where it may be needed, its acknowledgement. */
    static final class Slot {
        final InFlightPartition partition;
        final String lane;

        @Nullable Work work;

        private @Nullable Slot before;
        private @Nullable Slot after;
        private @Nullable Runnable acknowledge;
        private boolean done;

        private Slot(InFlightPartition partition, String lane, Runnable acknowledge, Work work) {
            this.partition = partition;
            this.lane = lane;
            this.acknowledge = acknowledge;
            this.work = work;
            this.before = partition.slots.peekLast();
            if (before != null) {
                before.after = this;
            }
        }

        /** Of a run of done slots only the last is ever acknowledged. */
        void finish() {
            done = true;
            if (before != null && before.done) {
                before.acknowledge = null;
            }
            if (after != null && after.done) {
                acknowledge = null;
            }
        }
    }

    /** The next record. */
    Slot add(String lane, Runnable acknowledge, Work work) {
        Slot slot = new Slot(this, lane, acknowledge, work);
        slots.addLast(slot);
        return slot;
    }

    /** Acknowledges as far as everything is done. */
    void acknowledgeHead() {
        Slot last = null;
        for (Slot head = slots.peekFirst(); head != null && head.done; head = slots.peekFirst()) {
            last = slots.pollFirst();
            if (last != null && last.after != null) {
                last.after.before = null;
            }
        }
        if (last != null && last.acknowledge != null && !revoked) {
            last.acknowledge.run();
        }
    }
}
