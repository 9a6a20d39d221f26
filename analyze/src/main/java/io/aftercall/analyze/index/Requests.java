package io.aftercall.analyze.index;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.ErrorCause;
import io.aftercall.ingest.TransientFailure;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Sends requests to Elasticsearch; whatever goes wrong with one is an outage, because the events can be given again. */
final class Requests {
    private Requests() {}

    /** Something that is asked of the cluster. */
    @FunctionalInterface
    interface Request<T> {
        T send() throws IOException;
    }

    static <T> T send(String what, Request<T> request) {
        try {
            return request.send();
        } catch (ElasticsearchException e) {
            throw outage(what, e);
        } catch (IOException e) {
            throw outage(what, e);
        }
    }

    static TransientFailure outage(String what, ElasticsearchException e) {
        return outage(what, fact(e.status(), e.error()), e);
    }

    static TransientFailure outage(String what, IOException e) {
        return outage(what, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(), e);
    }

    static TransientFailure outage(String what, int status, ErrorCause error) {
        return outage(what, fact(status, error), null);
    }

    private static TransientFailure outage(String what, String fact, @Nullable Exception cause) {
        return TransientFailure.outage("Elasticsearch did not %s: %s".formatted(what, fact), cause);
    }

    private static String fact(int status, ErrorCause error) {
        return "HTTP %d %s: %s".formatted(status, error.type(), error.reason());
    }
}
