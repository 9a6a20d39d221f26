package io.aftercall.notify.book;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.json.jackson.Jackson3JsonpMapper;
import io.aftercall.embedded.Twins;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import io.aftercall.notify.ReminderBook;
import io.aftercall.notify.ReminderBookContract;
import java.io.IOException;
import java.io.UncheckedIOException;

class ElasticsearchReminderBookIT extends ReminderBookContract {
    private static final ElasticsearchClient CLIENT = ElasticsearchClient.of(config ->
            config.host(Twins.elasticsearch().toString()).jsonMapper(new Jackson3JsonpMapper(CallJson.mapper())));
    private static final ReminderBook BOOK =
            new ElasticsearchReminderBook(CLIENT, new Dependency(Dependency.Kind.INDEX, "the tests'"), Gate.OPEN);

    @Override
    protected ReminderBook book() {
        return BOOK;
    }

    @Override
    protected void pauseForTheIndex() {
        try {
            CLIENT.indices().refresh(refresh -> refresh.index("reminders"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
