package io.aftercall.notify.book;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.search.Hit;
import co.elastic.clients.json.JsonData;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import io.aftercall.ingest.TransientFailure;
import io.aftercall.notify.Reminder;
import io.aftercall.notify.ReminderBook;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link ReminderBook} in the index {@code reminders}; a claim is an update on condition of the sequence number read. */
public final class ElasticsearchReminderBook implements ReminderBook {
    private static final String INDEX = "reminders";
    private static final int CONFLICT = 409;

    private final ElasticsearchClient client;
    private final Dependency dependency;
    private final Gate gate;
    private volatile boolean ready;

    public ElasticsearchReminderBook(ElasticsearchClient client, Dependency dependency, Gate gate) {
        this.dependency = dependency;
        this.gate = gate;
        this.client = client;
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
            prepare();
            return unlessConflict(() ->
                    client.create(create -> create.index(INDEX).id(entry.id()).document(entry)));
        });
    }

    @Override
    public List<Reminder> claim(Instant now, Duration lease, int most) {
        return attempt("", "look for due reminders", () -> {
            prepare();
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
            prepare();
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
    public void clear() {
        attempt("", "clear the reminders", () -> {
            recreate();
            return true;
        });
    }

    private synchronized void recreate() throws IOException {
        client.indices().delete(delete -> delete.index(INDEX).ignoreUnavailable(true));
        ready = false;
        prepare();
    }

    private void end(Reminder reminder, Entry.State state, @Nullable Instant at, @Nullable String reason) {
        Entry entry = Entry.of(reminder).settled(state, at, reason);
        // Unconditional: the claim is ours, and "sent" is true whatever else was written meanwhile.
        attempt(
                reminder.callKey(),
                "settle reminder " + reminder.id(),
                () -> client.index(index -> index.index(INDEX).id(entry.id()).document(entry)));
    }

    /** One at a time: a shard just created is not there at once. */
    private synchronized void prepare() throws IOException {
        if (ready) {
            return;
        }
        try (InputStream template = getClass().getResourceAsStream("/elasticsearch/reminders.json")) {
            client.indices().putIndexTemplate(put -> put.name(INDEX).withJson(template));
        }
        if (!client.indices().exists(exists -> exists.index(INDEX)).value()) {
            try {
                client.indices().create(create -> create.index(INDEX));
            } catch (ElasticsearchException e) {
                if (!"resource_already_exists_exception".equals(e.error().type())) {
                    throw e;
                }
            }
        }
        ready = true;
    }

    private interface Request<T> {
        T send() throws IOException;
    }

    private static <T> Optional<T> unlessConflict(Request<T> request) throws IOException {
        try {
            return Optional.of(request.send());
        } catch (ElasticsearchException e) {
            if (e.status() == CONFLICT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private <T> T attempt(String callKey, String what, Request<T> request) {
        return gate.through(dependency, callKey, () -> answered(what, request));
    }

    private static <T> T answered(String what, Request<T> request) {
        try {
            return request.send();
        } catch (IOException | ElasticsearchException e) {
            throw TransientFailure.outage("Elasticsearch did not " + what + ": " + e.getMessage(), e);
        }
    }
}
