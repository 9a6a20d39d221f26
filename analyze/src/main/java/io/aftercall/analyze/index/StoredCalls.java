package io.aftercall.analyze.index;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch.core.MgetResponse;
import co.elastic.clients.elasticsearch.core.get.GetResult;
import co.elastic.clients.elasticsearch.core.mget.MultiGetResponseItem;
import co.elastic.clients.util.BinaryData;
import io.aftercall.analyze.CallDocument;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.Undecodable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads calls back by key, with the version each of them has. */
final class StoredCalls {
    private final ElasticsearchClient client;
    private final String index;

    StoredCalls(ElasticsearchClient client, String index) {
        this.client = client;
        this.index = index;
    }

    /**
     * A call as it is stored, and what a later write of it has to name.
     *
     * @param turn how often it was written
     */
    record Version(CallDocument document, long turn, long seqNo, long primaryTerm) {}

    private record Source(CallDocument document) {}

    /** By call key; without those that are not there. */
    Map<String, Version> read(List<String> callKeys) {
        String what = "read call " + callKeys.getFirst() + " and " + (callKeys.size() - 1) + " more";
        MgetResponse<BinaryData> response = Requests.send(
                what,
                () -> client.mget(
                        mget -> mget.index(index).ids(callKeys).sourceIncludes("document"), BinaryData.class));
        Map<String, Version> found = new LinkedHashMap<>();
        for (MultiGetResponseItem<BinaryData> item : response.docs()) {
            if (item.isFailure()) {
                throw Requests.outage(what, 0, item.failure().error());
            }
            GetResult<BinaryData> result = item.result();
            if (result.found()) {
                found.put(result.id(), version(result));
            }
        }
        return found;
    }

    private static Version version(GetResult<BinaryData> result) {
        byte[] json = Bytes.of(Objects.requireNonNull(result.source(), "a document that was found has a source"));
        return new Version(
                document(result.id(), json),
                Objects.requireNonNull(result.version()),
                Objects.requireNonNull(result.seqNo()),
                Objects.requireNonNull(result.primaryTerm()));
    }

    private static CallDocument document(String callKey, byte[] json) {
        try {
            return CallJson.read(json, Source.class).document();
        } catch (Undecodable e) {
            throw new Undecodable(
                    "the stored document of call %s cannot be read: %s".formatted(callKey, e.getMessage()));
        }
    }
}
