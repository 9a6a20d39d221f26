package io.aftercall.infra.faults;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands before the body of an HTTP/1.1 message, kept as it came, and how far the body reaches. */
record HttpHead(byte[] bytes, String startLine, Map<String, String> headers) {
    private static final int MOST = 64 * 1024;

    /** Returns null where the connection ends before a message begins. */
    static @Nullable HttpHead read(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int last = 0; last < 4; ) {
            int next = in.read();
            if (next < 0 && bytes.size() == 0) {
                return null;
            }
            if (next < 0 || bytes.size() > MOST) {
                throw new EOFException("a message broke off in its head");
            }
            bytes.write(next);
            last = next == (last % 2 == 0 ? '\r' : '\n') ? last + 1 : next == '\r' ? 1 : 0;
        }
        String[] lines = bytes.toString(StandardCharsets.ISO_8859_1).split("\r\n");
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        return new HttpHead(bytes.toByteArray(), lines[0], headers);
    }

    static HttpHead required(InputStream in) throws IOException {
        HttpHead head = read(in);
        if (head == null) {
            throw new EOFException("no answer");
        }
        return head;
    }

    /** A word of the first line: of a request method and path, of an answer protocol and status. */
    String word(int number) {
        return startLine.split(" ")[number];
    }

    boolean has(String header, String value) {
        return value.equalsIgnoreCase(headers.get(header));
    }

    void copyTo(OutputStream out) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Passes the body on as it is. */
    void copyBody(InputStream in, OutputStream out) throws IOException {
        if (has("transfer-encoding", "chunked")) {
            copyChunks(in, out);
        } else {
            copy(in, out, Long.parseLong(headers.getOrDefault("content-length", "0")));
        }
        out.flush();
    }

    private static void copyChunks(InputStream in, OutputStream out) throws IOException {
        long size;
        do {
            size = Long.parseLong(copyLine(in, out).replaceAll(";.*", "").strip(), 16);
            // With the line end behind it; after the last one come trailers.
            copy(in, out, size == 0 ? 0 : size + 2);
        } while (size > 0);
        String trailer;
        do {
            trailer = copyLine(in, out);
        } while (!trailer.isEmpty());
    }

    private static String copyLine(InputStream in, OutputStream out) throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.length() < 2 || line.charAt(line.length() - 1) != '\n') {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("a message broke off in its body");
            }
            out.write(next);
            line.append((char) next);
        }
        return line.substring(0, line.length() - 2);
    }

    private static void copy(InputStream in, OutputStream out, long length) throws IOException {
        byte[] buffer = new byte[1 << 15];
        for (long left = length; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new EOFException("a message broke off in its body");
            }
            out.write(buffer, 0, read);
            left -= read;
        }
    }
}
