package io.aftercall.ingest.webhook;

import io.aftercall.ingest.CallJson;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.unit.DataSize;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads a notification's body, JSON object or HTML form, up to a size limit, without trusting any of it. */
final class NotificationBody {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};

    private final DataSize limit;

    NotificationBody(DataSize limit) {
        this.limit = limit;
    }

    /** @throws BadNotification 413 too large, 415 neither of the accepted types, 400 malformed */
    Fields read(HttpServletRequest request, MediaType... accepted) throws IOException {
        MediaType type = type(request.getContentType());
        for (MediaType each : accepted) {
            if (type.isConcrete() && each.isCompatibleWith(type)) {
                String text = text(request);
                return new Fields(each.equals(MediaType.APPLICATION_JSON) ? json(text) : form(text));
            }
        }
        throw new BadNotification(
                415, "content type '%s' is not accepted, send %s".formatted(type, Arrays.toString(accepted)));
    }

    private static MediaType type(@Nullable String header) {
        try {
            return header == null ? MediaType.ALL : MediaType.parseMediaType(header);
        } catch (InvalidMediaTypeException e) {
            throw new BadNotification(415, "content type '" + header + "' cannot be read");
        }
    }

    private String text(HttpServletRequest request) throws IOException {
        return text(bytes(request));
    }

    /** @throws BadNotification 413 too large */
    byte[] bytes(HttpServletRequest request) throws IOException {
        int most = (int) limit.toBytes();
        // One byte more than allowed shows that there is more, whatever Content-Length claims.
        byte[] bytes = request.getInputStream().readNBytes(most + 1);
        if (bytes.length > most) {
            throw new BadNotification(413, "the body is larger than %d KB".formatted(limit.toKilobytes()));
        }
        return bytes;
    }

    static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadNotification("the body is not UTF-8");
        }
    }

    static Map<String, Object> json(String text) {
        try {
            Map<String, Object> object = JSON.readValue(text, OBJECT);
            if (object != null) {
                return object;
            }
        } catch (JacksonException e) {
            throw new BadNotification(CallJson.notAnObject(e));
        }
        throw new BadNotification("the body is not a JSON object: null");
    }

    static Map<String, Object> form(String text) {
        Map<String, Object> fields = new LinkedHashMap<>();
        try {
            for (String pair : text.split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    fields.put(
                            URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
                }
            }
        } catch (IllegalArgumentException e) {
            throw new BadNotification("the form cannot be decoded: " + e.getMessage());
        }
        return fields;
    }
}
