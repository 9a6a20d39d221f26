package io.aftercall.notify.book;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import io.aftercall.ingest.CallJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import tools.jackson.databind.JsonNode;

/** The index that holds the reminders, made when it is first needed. */
final class ReminderIndex {
    static final String NAME = "reminders";

    private final ElasticsearchClient client;
    private volatile boolean ready;

    ReminderIndex(ElasticsearchClient client) {
        this.client = client;
    }

    void prepare() throws IOException {
        if (!ready) {
            make();
        }
    }

    synchronized void clear() throws IOException {
        client.indices().delete(delete -> delete.index(NAME).ignoreUnavailable(true));
        ready = false;
        make();
    }

    /** One at a time: a shard just created is not there at once. */
    private synchronized void make() throws IOException {
        if (ready) {
            return;
        }
        JsonNode template;
        try (InputStream in = getClass().getResourceAsStream("/elasticsearch/reminders.json")) {
            template = CallJson.mapper().readTree(in);
        }
        client.indices().putIndexTemplate(put -> put.name(NAME).withJson(new StringReader(template.toString())));
        try {
            client.indices().create(create -> create.index(NAME));
        } catch (ElasticsearchException e) {
            if (!"resource_already_exists_exception".equals(e.error().type())) {
                throw e;
            }
            // One of an earlier release learns the new fields.
            String mappings = template.at("/template/mappings").toString();
            client.indices().putMapping(put -> put.index(NAME).withJson(new StringReader(mappings)));
        }
        ready = true;
    }
}
