package io.aftercall.infra.reindex;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import io.aftercall.analyze.IndexSettings;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import io.aftercall.ingest.TransientFailure;
import java.io.IOException;

/**
 * That a reindex was begun and has not come to its end, in whichever process: an empty index {@code reindex} beside the others,
 * which is there for as long. Every method throws {@link TransientFailure} when the index is away.
 */
final class ReindexMark {
    private final ElasticsearchClient client;
    private final String index;
    private final int replicas;
    private final Dependency dependency;
    private final Gate gate;

    ReindexMark(ElasticsearchClient client, IndexSettings settings, Dependency dependency, Gate gate) {
        this.client = client;
        this.index = settings.prefix() + "reindex";
        this.replicas = settings.replicas();
        this.dependency = dependency;
        this.gate = gate;
    }

    /** Does nothing where one is. */
    void set() {
        asking(() -> {
            if (!client.indices().exists(exists -> exists.index(index)).value()) {
                client.indices().create(create -> create.index(index)
                        .settings(settings -> settings.numberOfShards("1").numberOfReplicas(String.valueOf(replicas))));
            }
            return true;
        });
    }

    boolean isSet() {
        return asking(
                () -> client.indices().exists(exists -> exists.index(index)).value());
    }

    void remove() {
        asking(() -> client.indices()
                .delete(delete -> delete.index(index).ignoreUnavailable(true))
                .acknowledged());
    }

    @FunctionalInterface
    private interface Question {
        boolean ask() throws IOException;
    }

    private boolean asking(Question question) {
        return gate.through(dependency, "", () -> {
            try {
                return question.ask();
            } catch (IOException | ElasticsearchException e) {
                throw TransientFailure.outage("Elasticsearch did not keep the mark of a reindex: " + e.getMessage(), e);
            }
        });
    }
}
