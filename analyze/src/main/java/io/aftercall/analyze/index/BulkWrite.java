package io.aftercall.analyze.index;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.ErrorCause;
import co.elastic.clients.elasticsearch.core.bulk.BulkOperation;
import co.elastic.clients.elasticsearch.core.bulk.BulkResponseItem;
import io.aftercall.ingest.PermanentFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sends writes in requests of bounded size and sorts their outcomes; one refused document does not stop the others. */
final class BulkWrite {
    /** Of the answer, what is read of it, and what the client insists on: all of it would be made and read for every document. */
    private static final String ANSWER = "took,errors,items.*._index,items.*.status,items.*.error";

    private static final int BAD_REQUEST = 400;
    private static final int CONFLICT = 409;
    private static final int TOO_LARGE = 413;

    private final ElasticsearchClient client;
    private final long mostBytes;
    private final Map<String, PermanentFailure> refused = new LinkedHashMap<>();
    private final Set<String> conflicts = new HashSet<>();

    BulkWrite(ElasticsearchClient client, long mostBytes) {
        this.client = client.withTransportOptions(options -> options.setParameter("filter_path", ANSWER));
        this.mostBytes = mostBytes;
    }

    /**
     * @param callKey for which it is
     * @param derived from calls, so that one that lies there already and is newer says it all
     * @param bytes roughly what it weighs
     */
    record Write(String callKey, boolean derived, BulkOperation operation, int bytes) {}

    /** Calls whose content Elasticsearch refuses. */
    Map<String, PermanentFailure> refused() {
        return refused;
    }

    /** Calls somebody else wrote meanwhile. */
    Set<String> conflicts() {
        return conflicts;
    }

    BulkWrite send(List<Write> writes) {
        List<Write> request = new ArrayList<>();
        long bytes = 0;
        for (Write write : writes) {
            if (!request.isEmpty() && bytes + write.bytes() > mostBytes) {
                sendOne(request);
                request = new ArrayList<>();
                bytes = 0;
            }
            request.add(write);
            bytes += write.bytes();
        }
        if (!request.isEmpty()) {
            sendOne(request);
        }
        return this;
    }

    private void sendOne(List<Write> writes) {
        try {
            List<BulkOperation> operations =
                    writes.stream().map(Write::operation).toList();
            List<BulkResponseItem> items =
                    client.bulk(bulk -> bulk.operations(operations)).items();
            for (int i = 0; i < writes.size(); i++) {
                sort(writes.get(i), items.get(i).status(), items.get(i).error());
            }
        } catch (ElasticsearchException e) {
            if (!isContent(e.status(), e.error())) {
                throw Requests.outage(what(writes), e);
            }
            alone(writes, e.error());
        } catch (IOException e) {
            throw Requests.outage(what(writes), e);
        }
    }

    /** The request was refused as a whole, so that each of its documents has to show by itself whether it was the one. */
    private void alone(List<Write> writes, ErrorCause error) {
        if (writes.size() == 1) {
            refuse(writes.getFirst(), error);
        } else {
            writes.forEach(write -> sendOne(List.of(write)));
        }
    }

    private void sort(Write write, int status, @Nullable ErrorCause error) {
        if (status == CONFLICT) {
            if (!write.derived()) {
                conflicts.add(write.callKey());
            }
        } else if (error != null && isContent(status, error)) {
            refuse(write, error);
        } else if (error != null) {
            throw Requests.outage(what(List.of(write)), status, error);
        }
    }

    private void refuse(Write write, ErrorCause error) {
        ErrorCause cause = error.causedBy() == null ? error : error.causedBy();
        String fact = "call %s cannot be indexed: %s: %s".formatted(write.callKey(), error.reason(), cause.reason());
        refused.put(write.callKey(), new PermanentFailure(fact));
    }

    /** A closed index, too, is answered with 400, but says nothing about the document. */
    private static boolean isContent(int status, ErrorCause error) {
        return status == TOO_LARGE || (status == BAD_REQUEST && !"index_closed_exception".equals(error.type()));
    }

    private static String what(List<Write> writes) {
        String first = writes.getFirst().callKey();
        return writes.size() == 1
                ? "store call " + first
                : "store %d documents (the first of call %s)".formatted(writes.size(), first);
    }
}
