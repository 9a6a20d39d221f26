package io.aftercall.embedded.elasticsearch;

import static org.elasticsearch.index.query.AbstractQueryBuilder.parseTopLevelQuery;

import java.io.IOException;
import java.util.List;
import org.elasticsearch.action.support.IndicesOptions;
import org.elasticsearch.client.internal.node.NodeClient;
import org.elasticsearch.common.Strings;
import org.elasticsearch.index.query.QueryBuilder;
import org.elasticsearch.rest.BaseRestHandler;
import org.elasticsearch.rest.RestChannel;
import org.elasticsearch.rest.RestRequest;
import org.elasticsearch.rest.RestResponse;
import org.elasticsearch.rest.RestStatus;
import org.elasticsearch.xcontent.XContentParser;

/** POST /{index}/_delete_by_query, always synchronous: wait_for_completion, slices and timeout are accepted and ignored. */
final class DeleteByQueryHandler extends BaseRestHandler {
    @Override
    public List<Route> routes() {
        return List.of(new Route(RestRequest.Method.POST, "/{index}/_delete_by_query"));
    }

    @Override
    public String getName() {
        return "embedded_delete_by_query";
    }

    @Override
    protected RestChannelConsumer prepareRequest(RestRequest request, NodeClient client) throws IOException {
        DeleteByQuery deletion = new DeleteByQuery(
                client,
                Strings.splitStringByCommaToArray(request.param("index")),
                IndicesOptions.fromRequest(request, IndicesOptions.strictExpandOpenAndForbidClosed()),
                query(request),
                request.paramAsInt("scroll_size", 1000),
                request.param("conflicts", "abort").equals("proceed"),
                request.paramAsBoolean("refresh", false));
        // A parameter nobody reads is refused as unknown.
        List.of("wait_for_completion", "slices", "timeout").forEach(request::param);
        return channel -> client.threadPool().generic().execute(() -> answer(channel, deletion));
    }

    private static QueryBuilder query(RestRequest request) throws IOException {
        QueryBuilder query = null;
        try (XContentParser parser = request.contentParser()) {
            parser.nextToken();
            while (parser.nextToken() == XContentParser.Token.FIELD_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                if (field.equals("query")) {
                    query = parseTopLevelQuery(parser);
                } else {
                    parser.skipChildren();
                }
            }
        }
        if (query == null) {
            throw new IllegalArgumentException("query is missing");
        }
        return query;
    }

    private static void answer(RestChannel channel, DeleteByQuery deletion) {
        try {
            DeleteByQuery.Result result = deletion.run();
            RestStatus status = result.aborted() ? RestStatus.CONFLICT : RestStatus.OK;
            channel.sendResponse(new RestResponse(status, result.write(channel.newBuilder())));
        } catch (Exception e) {
            fail(channel, e);
        }
    }

    private static void fail(RestChannel channel, Exception cause) {
        try {
            channel.sendResponse(new RestResponse(channel, cause));
        } catch (IOException e) {
            cause.addSuppressed(e);
            cause.printStackTrace();
        }
    }
}
