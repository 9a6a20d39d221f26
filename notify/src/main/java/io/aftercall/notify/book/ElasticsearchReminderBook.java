package io.aftercall.notify.book;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.search.Hit;
import co.elastic.clients.json.JsonData;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import io.aftercall.ingest.TransientFailure;
import io.aftercall.notify.FollowUp;
import io.aftercall.notify.FollowUps;
import io.aftercall.notify.Reminder;
import io.aftercall.notify.ReminderBook;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@link ReminderBook} in the index {@code reminders}; a claim is an update on condition of the sequence number read. */
public final class ElasticsearchReminderBook implements ReminderBook {
    private static final String INDEX = ReminderIndex.NAME;
    private static final int CONFLICT = 409;
    private static final int MISSING = 404;
    private static final int RETRIES = 5;

    private final ElasticsearchClient client;
    private final Dependency dependency;
    private final Gate gate;
    private final ReminderIndex index;

    public ElasticsearchReminderBook(ElasticsearchClient client, Dependency dependency, Gate gate) {
        this.dependency = dependency;
        this.gate = gate;
        this.client = client;
        this.index = new ReminderIndex(client);
    }

    @Override
    public void enter(Reminder reminder, Instant notBefore) {
        enter(Entry.of(reminder).claimedUntil(notBefore));
    }

    @Override
    public void enterRefused(Reminder reminder, String reason) {
        enter(Entry.of(reminder).settled(Entry.State.REFUSED, null, reason));
    }

    private void enter(Entry entry) {
        attempt(entry.callKey(), "enter reminder " + entry.id(), () -> {
            return unlessConflict(() ->
                    client.create(create -> create.index(INDEX).id(entry.id()).document(entry)));
        });
    }

    @Override
    public List<Reminder> claim(Instant now, Duration lease, int most) {
        return attempt("", "look for due reminders", () -> {
            List<Reminder> claimed = new ArrayList<>();
            for (Hit<Entry> hit : due(now, most)) {
                Entry entry = hit.source();
                if (entry != null && write(hit, entry.claimedUntil(now.plus(lease)))) {
                    claimed.add(entry.reminder());
                }
            }
            return claimed;
        });
    }

    private List<Hit<Entry>> due(Instant now, int most) throws IOException {
        return client.search(
                        search -> search.index(INDEX)
                                .seqNoPrimaryTerm(true)
                                .size(most)
                                .sort(sort -> sort.field(field -> field.field("claimedUntil")))
                                .sort(sort -> sort.field(field -> field.field("dueAt")))
                                .query(all -> all.bool(bool -> bool.filter(
                                        Query.of(q ->
                                                q.term(t -> t.field("state").value("PENDING"))),
                                        until("dueAt", now),
                                        until("claimedUntil", now)))),
                        Entry.class)
                .hits()
                .hits();
    }

    private static Query until(String field, Instant now) {
        return Query.of(q -> q.range(range -> range.untyped(r -> r.field(field).lte(JsonData.of(now.toString())))));
    }

    /** False when somebody else wrote the entry since it was read. */
    private boolean write(Hit<Entry> read, Entry entry) throws IOException {
        return unlessConflict(() -> client.index(index -> index.index(INDEX)
                        .id(entry.id())
                        .ifSeqNo(read.seqNo())
                        .ifPrimaryTerm(read.primaryTerm())
                        .document(entry)))
                .isPresent();
    }

    @Override
    public void settle(Reminder reminder, Instant sentAt) {
        end(reminder, Entry.State.SENT, sentAt, null);
    }

    @Override
    public void giveUp(Reminder reminder, String reason) {
        end(reminder, Entry.State.REFUSED, null, reason);
    }

    @Override
    public void reopen(Reminder reminder) {
        attempt(reminder.callKey(), "reopen reminder " + reminder.id(), () -> {
            var read = client.get(get -> get.index(INDEX).id(reminder.id()), Entry.class);
            Entry entry = read.source();
            return entry != null && entry.state() == Entry.State.REFUSED
                    ? unlessConflict(() -> client.index(index -> index.index(INDEX)
                            .id(entry.id())
                            .ifSeqNo(read.seqNo())
                            .ifPrimaryTerm(read.primaryTerm())
                            .document(Entry.of(reminder))))
                    : Optional.empty();
        });
    }

    @Override
    public void dismiss(Reminder reminder) {
        attempt(reminder.callKey(), "dismiss reminder " + reminder.id(), () -> {
            var read = client.get(get -> get.index(INDEX).id(reminder.id()), Entry.class);
            Entry entry = read.source();
            Entry ended = (entry == null ? Entry.of(reminder) : entry).settled(Entry.State.DISMISSED, null, null);
            if (entry == null) {
                return unlessConflict(() -> client.create(
                        create -> create.index(INDEX).id(ended.id()).document(ended)));
            }
            // Who writes it meanwhile looks first whether it was dismissed.
            return entry.state() == Entry.State.SENT
                    ? Optional.empty()
                    : unlessConflict(() -> client.index(index -> index.index(INDEX)
                            .id(entry.id())
                            .ifSeqNo(read.seqNo())
                            .ifPrimaryTerm(read.primaryTerm())
                            .document(ended)));
        });
    }

    @Override
    public void advise(Reminder reminder) {
        FollowUp advised = Objects.requireNonNull(reminder.followUp());
        attempt(reminder.callKey(), "advise on reminder " + reminder.id(), () -> {
            // One that is not there is entered with its follow-up by whoever enters it.
            return unless(
                    MISSING,
                    () -> client.update(
                            update -> update.index(INDEX)
                                    .id(reminder.id())
                                    .retryOnConflict(RETRIES)
                                    .doc(Map.of("followUp", advised)),
                            Entry.class));
        });
    }

    @Override
    public FollowUps.Found find(FollowUp.@Nullable Status status, FollowUp.@Nullable Priority priority, int most) {
        return attempt("", "list follow-ups", () -> {
            // Who has just asked for one looks for it at once.
            client.indices().refresh(refresh -> refresh.index(INDEX));
            var found = client.search(
                    search -> search.index(INDEX)
                            .size(most)
                            .trackTotalHits(track -> track.enabled(true))
                            .sort(sort -> sort.field(
                                    field -> field.field("followUp.createdAt").order(SortOrder.Desc)))
                            .sort(sort -> sort.field(field -> field.field("id")))
                            .query(all -> all.bool(bool -> bool.filter(such(status, priority)))),
                    Entry.class);
            List<FollowUps.Entry> entries = found.hits().hits().stream()
                    .flatMap(hit -> Stream.ofNullable(hit.source()))
                    .flatMap(entry -> Stream.ofNullable(entry.followUp())
                            .map(advised -> new FollowUps.Entry(
                                    entry.reminder(), advised, entry.state().status())))
                    .toList();
            return new FollowUps.Found(
                    Objects.requireNonNull(found.hits().total()).value(), entries);
        });
    }

    private static List<Query> such(FollowUp.@Nullable Status status, FollowUp.@Nullable Priority priority) {
        List<Query> conditions = new ArrayList<>();
        conditions.add(Query.of(q -> q.exists(exists -> exists.field("followUp.ticketId"))));
        if (status != null) {
            List<FieldValue> states = Arrays.stream(Entry.State.values())
                    .filter(state -> state.status() == status)
                    .map(state -> FieldValue.of(state.name()))
                    .toList();
            conditions.add(Query.of(q -> q.terms(terms -> terms.field("state").terms(t -> t.value(states)))));
        }
        if (priority != null) {
            conditions.add(
                    Query.of(q -> q.term(term -> term.field("followUp.priority").value(priority.name()))));
        }
        return conditions;
    }

    @Override
    public void clear() {
        attempt("", "clear the reminders", () -> {
            index.clear();
            return true;
        });
    }

    private void end(Reminder reminder, Entry.State state, @Nullable Instant at, @Nullable String reason) {
        Entry entry = Entry.of(reminder).settled(state, at, reason);
        // Unconditional: the claim is ours, and "sent" is true whatever else was written meanwhile.
        // A follow-up that was advised since the claim stays.
        attempt(
                reminder.callKey(),
                "settle reminder " + reminder.id(),
                () -> client.update(
                        update -> update.index(INDEX)
                                .id(entry.id())
                                .retryOnConflict(RETRIES)
                                .doc(entry.withoutFollowUp())
                                .upsert(entry),
                        Entry.class));
    }

    private interface Request<T> {
        T send() throws IOException;
    }

    private static <T> Optional<T> unlessConflict(Request<T> request) throws IOException {
        return unless(CONFLICT, request);
    }

    private static <T> Optional<T> unless(int refusal, Request<T> request) throws IOException {
        try {
            return Optional.of(request.send());
        } catch (ElasticsearchException e) {
            if (e.status() == refusal) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private <T> T attempt(String callKey, String what, Request<T> request) {
        return gate.through(dependency, callKey, () -> answered(what, request));
    }

    private <T> T answered(String what, Request<T> request) {
        try {
            index.prepare();
            return request.send();
        } catch (IOException | ElasticsearchException e) {
            throw TransientFailure.outage("Elasticsearch did not " + what + ": " + e.getMessage(), e);
        }
    }
}
