package io.aftercall.infra.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.json.JsonpMapper;
import co.elastic.clients.json.jackson.Jackson3JsonpMapper;
import co.elastic.clients.transport.DefaultTransportOptions;
import co.elastic.clients.transport.ElasticsearchTransport;
import co.elastic.clients.transport.Endpoint;
import co.elastic.clients.transport.TransportOptions;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NamedFailuresTest {
    @Test
    void callsALostConnectionWhatItIs() {
        ElasticsearchClient client =
                failing(new RuntimeException("error while performing request", new CancellationException("closed")));

        assertThatThrownBy(client::info)
                .isInstanceOf(IOException.class)
                .hasMessage("java.util.concurrent.CancellationException: closed");
    }

    @Test
    void leavesAFaultOfOursWhatItIs() {
        IllegalStateException ours = new IllegalStateException("ours", new IOException());

        assertThatThrownBy(failing(ours)::info).isSameAs(ours);
    }

    private static ElasticsearchClient failing(RuntimeException failure) {
        return new ElasticsearchClient(new NamedFailures(new ElasticsearchTransport() {
            @Override
            public <Q, A, F> A performRequest(
                    Q request, Endpoint<Q, A, F> endpoint, @Nullable TransportOptions options) {
                throw failure;
            }

            @Override
            public <Q, A, F> CompletableFuture<A> performRequestAsync(
                    Q request, Endpoint<Q, A, F> endpoint, @Nullable TransportOptions options) {
                throw failure;
            }

            @Override
            public JsonpMapper jsonpMapper() {
                return new Jackson3JsonpMapper();
            }

            @Override
            public TransportOptions options() {
                return DefaultTransportOptions.EMPTY;
            }

            @Override
            public void close() {}
        }));
    }
}
