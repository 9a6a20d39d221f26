package io.aftercall.analyze.index;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import io.aftercall.analyze.IndexSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The indices and the templates they are made from; an index that is there already learns the new fields. */
final class IndexTemplates {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ElasticsearchClient client;
    private final IndexSettings settings;
    private volatile boolean ready;

    IndexTemplates(ElasticsearchClient client, IndexSettings settings) {
        this.client = client;
        this.settings = settings;
    }

    /** Asks nothing of the cluster when it has been done before. One at a time: a shard just created is not there at once. */
    void ensure() {
        if (!ready) {
            ensureOnce();
        }
    }

    private synchronized void ensureOnce() {
        if (!ready) {
            Requests.send("set up its indices", () -> {
                ensure(settings.callsIndex(), "/elasticsearch/calls.json");
                ensure(settings.roundsIndex(), "/elasticsearch/rounds.json");
                ensure(settings.numbersIndex(), "/elasticsearch/numbers.json");
                return true;
            });
            ready = true;
        }
    }

    /** Deletes the indices and makes them again, empty and from the templates of this release. */
    synchronized void recreate() {
        Requests.send("clear its indices", () -> client.indices()
                .delete(delete -> delete.index(settings.callsIndex(), settings.roundsIndex(), settings.numbersIndex())
                        .ignoreUnavailable(true)));
        ready = false;
        ensureOnce();
    }

    /** After a failure: somebody may have deleted an index. */
    void doubt() {
        ready = false;
    }

    private void ensure(String index, String resource) throws IOException {
        ObjectNode template = read(resource);
        template.set("index_patterns", JSON.valueToTree(List.of(index)));
        ((ObjectNode) template.at("/template/settings")).put("number_of_replicas", settings.replicas());
        client.indices().putIndexTemplate(put -> put.name("aftercall-" + index).withJson(reader(template)));
        try {
            client.indices().create(create -> create.index(index));
        } catch (ElasticsearchException e) {
            if (!"resource_already_exists_exception".equals(e.error().type())) {
                throw e;
            }
            client.indices().putMapping(put -> put.index(index).withJson(reader(template.at("/template/mappings"))));
        }
    }

    private static StringReader reader(JsonNode json) {
        return new StringReader(json.toString());
    }

    private static ObjectNode read(String resource) {
        try (InputStream in = IndexTemplates.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("resource " + resource + " is missing");
            }
            return (ObjectNode) JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("resource " + resource + " cannot be read", e);
        }
    }
}
