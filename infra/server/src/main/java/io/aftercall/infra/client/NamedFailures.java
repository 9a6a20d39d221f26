package io.aftercall.infra.client;

import co.elastic.clients.json.JsonpMapper;
import co.elastic.clients.transport.ElasticsearchTransport;
import co.elastic.clients.transport.Endpoint;
import co.elastic.clients.transport.TransportOptions;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Says {@link IOException} where the client has no name for what happened to a connection and throws a bare
 * {@link RuntimeException}: a stopped node that comes back, for one. It is an outage like any other, and no fault of ours.
 */
record NamedFailures(ElasticsearchTransport transport) implements ElasticsearchTransport {
    @Override
    public <Q, A, F> A performRequest(Q request, Endpoint<Q, A, F> endpoint, @Nullable TransportOptions options)
            throws IOException {
        try {
            return transport.performRequest(request, endpoint, options);
        } catch (RuntimeException e) {
            Throwable cause = e.getCause();
            if (e.getClass() == RuntimeException.class && cause != null) {
                throw new IOException(cause.toString(), e);
            }
            throw e;
        }
    }

    @Override
    public <Q, A, F> CompletableFuture<A> performRequestAsync(
            Q request, Endpoint<Q, A, F> endpoint, @Nullable TransportOptions options) {
        return transport.performRequestAsync(request, endpoint, options);
    }

    @Override
    public JsonpMapper jsonpMapper() {
        return transport.jsonpMapper();
    }

    @Override
    public TransportOptions options() {
        return transport.options();
    }

    @Override
    public void close() throws IOException {
        transport.close();
    }
}
