package io.aftercall.analyze;

import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.TransientFailure;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The read model: one growing document per call and one per round of its analysis. Every method throws
 * {@link TransientFailure} when the index is away or overloaded.
 */
public interface CallIndex {
    /**
     * Merges each document into what is stored under its call key, whole or partial, known call or not. After a
     * {@link TransientFailure} some may have been merged; merging all again does no harm.
     *
     * @return by call key, the calls whose content the index refuses for good; all others are stored
     */
    Map<String, PermanentFailure> merge(Collection<CallDocument> documents);

    /** The latest state, also before it can be searched for. */
    Optional<CallDocument> find(String callKey);

    /** By call key, as {@link #find(String)}; without those that are not there. */
    Map<String, CallDocument> find(Collection<String> callKeys);

    /** Forgets all calls, to be filled again; what others merge meanwhile or later is kept. */
    void clear();

    /** What was merged can be found within seconds. */
    CallHits search(CallQuery query);

    /**
     * What was judged of a ticket or of a customer, newest first, with all that was merged before; of both it is what is the
     * customer's, and of the ticket's what is nobody else's.
     */
    List<CallRow> history(@Nullable String ticketId, @Nullable String customerId, int most);

    /** As {@link #history}, judged or not: also the calls that nobody answered. */
    List<CallRow> contacts(@Nullable String ticketId, @Nullable String customerId, int most);

    /** Keys of the calls asked for, the longest idle first; those merged in the last seconds may be missing. */
    List<String> stranded(StrandedQuery query);

    /** Keys of the calls that were judged only for the time that the model is away, oldest first, without those the model refused. */
    List<String> judgedForNow(int most);

    /** Over calls that took place {@code from} then, inclusive, {@code until} then, exclusive. */
    Calibration calibration(@Nullable Instant from, @Nullable Instant until);

    /** How many calls are held by that now, by the stage they are in; a stage without any may be absent. */
    Map<Stage, Long> held(CallQuery.Held by);
}
