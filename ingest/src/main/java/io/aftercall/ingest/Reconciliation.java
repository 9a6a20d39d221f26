package io.aftercall.ingest;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Finds calls whose notification never arrived on the lists of systems that do not send one again, and gives them to the line as
 * if it had.
 */
public final class Reconciliation {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);
    private static final int MOST_KNOWN = 100_000;

    private final List<CallList> lists;
    private final RecordedCalls calls;
    private final Hangups hangups;
    private final IngestSettings settings;
    private final Clock clock;

    /** Calls need not be looked for in the folder with every look. */
    private final Map<String, Boolean> known = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_KNOWN;
        }
    };

    Reconciliation(List<CallList> lists, CallFolder folder, Hangups hangups, IngestSettings settings, Clock clock) {
        this.lists = lists;
        this.calls = new RecordedCalls(folder);
        this.hangups = hangups;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Takes one look at all lists.
     *
     * @return how many calls were missing
     * @throws TransientFailure when a system, the call folder or Kafka is away, after the other systems were asked
     */
    public synchronized int look() {
        IngestSettings.Reconcile reconcile = settings.reconcile();
        Instant now = clock.instant();
        Instant from = now.minus(reconcile.back());
        Instant until = now.minus(reconcile.grace());
        int found = 0;
        TransientFailure away = null;
        for (CallList list : lists) {
            try {
                found += missing(list, from, until);
            } catch (TransientFailure e) {
                away = e;
            } catch (RuntimeException e) {
                LOG.error("a list of calls cannot be looked through", e);
            }
        }
        if (away != null) {
            throw away;
        }
        return found;
    }

    private int missing(CallList list, Instant from, Instant until) {
        int found = 0;
        for (CallList.Listed listed : list.ended(from, until)) {
            if (known.containsKey(listed.key())) {
                continue;
            }
            if (calls.facts(listed.key()).isEmpty()) {
                // First where the recording is: broken off in between, the rest would not be looked for again.
                listed.facts().get().stream()
                        .sorted(Comparator.comparing(fact -> fact.recording() == null))
                        .forEach(fact -> publish(list, fact));
                found++;
            }
            known.put(listed.key(), true);
        }
        return found;
    }

    private void publish(CallList list, CallHungUp fact) {
        try (var call = MDC.putCloseable("call", fact.call().key())) {
            String country = list.country() == null ? settings.country() : list.country();
            hangups.publish(PhoneNumbers.madeOut(fact, country));
            LOG.warn(
                    "its notification never arrived; found on the list of {}",
                    fact.call().source());
        }
    }
}
