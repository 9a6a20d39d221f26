package io.aftercall.embedded.elasticsearch;

import java.io.IOException;
import org.elasticsearch.action.ActionListener;
import org.elasticsearch.action.bulk.BulkItemResponse;
import org.elasticsearch.action.bulk.BulkRequest;
import org.elasticsearch.action.delete.DeleteRequest;
import org.elasticsearch.action.search.SearchRequest;
import org.elasticsearch.action.search.SearchResponse;
import org.elasticsearch.action.support.IndicesOptions;
import org.elasticsearch.client.internal.node.NodeClient;
import org.elasticsearch.core.TimeValue;
import org.elasticsearch.index.query.QueryBuilder;
import org.elasticsearch.rest.RestStatus;
import org.elasticsearch.search.SearchHit;
import org.elasticsearch.search.builder.SearchSourceBuilder;
import org.elasticsearch.search.sort.SortBuilders;
import org.elasticsearch.xcontent.XContentBuilder;

/** Scrolls over what matches and deletes each document unless it has changed since it was seen. */
final class DeleteByQuery {
    private static final TimeValue SCROLL = TimeValue.timeValueMinutes(5);

    private final NodeClient client;
    private final String[] indices;
    private final IndicesOptions options;
    private final QueryBuilder query;
    private final int batchSize;
    private final boolean proceedOnConflict;
    private final boolean refresh;

    private long total;
    private long deleted;
    private long conflicts;
    private int batches;

    DeleteByQuery(
            NodeClient client,
            String[] indices,
            IndicesOptions options,
            QueryBuilder query,
            int batchSize,
            boolean proceedOnConflict,
            boolean refresh) {
        this.client = client;
        this.indices = indices;
        this.options = options;
        this.query = query;
        this.batchSize = batchSize;
        this.proceedOnConflict = proceedOnConflict;
        this.refresh = refresh;
    }

    Result run() throws Exception {
        long start = System.nanoTime();
        String scrollId = null;
        try {
            SearchResponse page = client.search(firstPage()).actionGet();
            total = page.getHits().getTotalHits().value();
            while (true) {
                scrollId = page.getScrollId();
                if (!deleteAll(page)) {
                    break;
                }
                page = client.prepareSearchScroll(scrollId).setScroll(SCROLL).get();
            }
        } finally {
            if (scrollId != null) {
                var clear = client.prepareClearScroll();
                clear.addScrollId(scrollId);
                clear.execute(ActionListener.noop());
            }
        }
        if (refresh) {
            client.admin()
                    .indices()
                    .prepareRefresh(indices)
                    .setIndicesOptions(options)
                    .get();
        }
        return new Result((System.nanoTime() - start) / 1_000_000, total, deleted, batches, conflicts, aborted());
    }

    private SearchRequest firstPage() {
        return new SearchRequest(indices)
                .indicesOptions(options)
                .scroll(SCROLL)
                .source(new SearchSourceBuilder()
                        .query(query)
                        .size(batchSize)
                        .fetchSource(false)
                        .seqNoAndPrimaryTerm(true)
                        .trackTotalHits(true)
                        .sort(SortBuilders.fieldSort("_doc")));
    }

    /** Deletes one page and gives its buffers back; false when there is nothing more to do. */
    private boolean deleteAll(SearchResponse page) throws Exception {
        BulkRequest bulk = new BulkRequest();
        try {
            for (SearchHit hit : page.getHits().getHits()) {
                bulk.add(new DeleteRequest(hit.getIndex(), hit.getId())
                        .setIfSeqNo(hit.getSeqNo())
                        .setIfPrimaryTerm(hit.getPrimaryTerm()));
            }
        } finally {
            page.decRef();
        }
        if (bulk.numberOfActions() == 0) {
            return false;
        }
        batches++;
        for (BulkItemResponse item : client.bulk(bulk).actionGet()) {
            if (!item.isFailed()) {
                deleted++;
            } else if (item.getFailure().getStatus() == RestStatus.CONFLICT) {
                conflicts++;
            } else {
                throw item.getFailure().getCause();
            }
        }
        return !aborted();
    }

    private boolean aborted() {
        return conflicts > 0 && !proceedOnConflict;
    }

    /** What was done, in milliseconds and documents, with the field names of the stock endpoint. */
    record Result(long took, long total, long deleted, int batches, long conflicts, boolean aborted) {
        XContentBuilder write(XContentBuilder json) throws IOException {
            return json.startObject()
                    .field("took", took)
                    .field("timed_out", false)
                    .field("total", total)
                    .field("deleted", deleted)
                    .field("batches", batches)
                    .field("version_conflicts", conflicts)
                    .field("noops", 0)
                    .startObject("retries")
                    .field("bulk", 0)
                    .field("search", 0)
                    .endObject()
                    .field("throttled_millis", 0)
                    .field("requests_per_second", -1.0f)
                    .field("throttled_until_millis", 0)
                    .startArray("failures")
                    .endArray()
                    .endObject();
        }
    }
}
