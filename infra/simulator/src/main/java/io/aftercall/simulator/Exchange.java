package io.aftercall.simulator;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** One request in hand and the means to answer it, once, or to break it off. */
record Exchange(Request request, Response response, Callback callback) {

    String method() {
        return request.getMethod();
    }

    /** The decoded path. */
    String path() {
        return URLDecoder.decode(request.getHttpURI().getCanonicalPath().replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** As it was sent, encoded; empty for none. */
    String query() {
        return Objects.requireNonNullElse(request.getHttpURI().getQuery(), "");
    }

    boolean is(String method, String path) {
        return method().equals(method) && path().equals(path);
    }

    String header(String name) {
        String value = request.getHeaders().get(name);
        return value == null ? "" : value;
    }

    String bodyAsText() throws IOException {
        return Content.Source.asString(request, StandardCharsets.UTF_8);
    }

    void answer(Reply reply) {
        byte[] bytes = reply.bytes();
        head(reply, bytes.length);
        response.write(true, ByteBuffer.wrap(bytes), callback);
    }

    private void head(Reply reply, long length) {
        response.setStatus(reply.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.contentType());
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, length);
        reply.headers().forEach(response.getHeaders()::put);
    }

    OutputStream body() {
        return Content.Sink.asOutputStream(response);
    }

    /** Closes the connection without a word. */
    void cut() {
        request.getConnectionMetaData().getConnection().getEndPoint().close();
        callback.failed(new IOException("connection cut by the simulator"));
    }

    /** Promises the whole answer, sends half of it and closes the connection. */
    void cutInside(Reply reply) throws IOException {
        head(reply, reply.bytes().length);
        Content.Sink.write(response, false, ByteBuffer.wrap(reply.firstHalf()));
        cut();
    }
}
