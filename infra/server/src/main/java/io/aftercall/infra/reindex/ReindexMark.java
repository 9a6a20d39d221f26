package io.aftercall.infra.reindex;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.Conflicts;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.Refresh;
import io.aftercall.analyze.IndexSettings;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import io.aftercall.ingest.TransientFailure;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/**
 * The reindexes that were begun and have not come to their end, in whichever process: a document for each in an index
 * {@code reindex} beside the others. Every method throws {@link TransientFailure} when the index is away.
 */
final class ReindexMark {
    private static final String BEGUN = "begun";

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

    /** Says that {@code run} was begun then; the same again changes nothing. */
    void set(String run, Instant begun) {
        asking(() -> {
            if (!client.indices().exists(exists -> exists.index(index)).value()) {
                client.indices().create(create -> create.index(index)
                        .settings(settings -> settings.numberOfShards("1").numberOfReplicas(String.valueOf(replicas)))
                        .mappings(mapping -> mapping.properties(BEGUN, property -> property.date(date -> date))));
            }
            return client.index(mark -> mark.index(index)
                    .id(run)
                    .document(Map.of(BEGUN, begun.toEpochMilli()))
                    .refresh(Refresh.True));
        });
    }

    boolean isSet() {
        return asking(() -> client.count(marks -> marks.index(index).ignoreUnavailable(true))
                        .count()
                > 0);
    }

    /** Says that one has ended that was begun then, and so did the work of all that were begun before it. */
    void remove(Instant begun) {
        asking(() -> client.deleteByQuery(marks -> marks.index(index)
                .query(query -> query.range(
                        range -> range.date(date -> date.field(BEGUN).lte(String.valueOf(begun.toEpochMilli())))))
                .conflicts(Conflicts.Proceed)
                .refresh(true)));
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask() throws IOException;
    }

    private <T> T asking(Question<T> question) {
        return gate.through(dependency, "", () -> {
            try {
                return question.ask();
            } catch (IOException | ElasticsearchException e) {
                throw TransientFailure.outage("Elasticsearch did not keep the mark of a reindex: " + e.getMessage(), e);
            }
        });
    }
}
