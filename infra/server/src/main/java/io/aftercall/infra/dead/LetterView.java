package io.aftercall.infra.dead;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * One dead letter as the API gives it.
 *
 * @param topic where the event is from; absent when it is from none
 * @param event as text; absent when its bytes are no text, or there is none
 * @param eventBase64 the bytes that are no text
 * @param eventMissing why there is no event
 */
record LetterView(
        String id,
        Instant at,
        String callKey,
        String stage,
        String reason,
        @Nullable String topic,
        int eventBytes,
        @Nullable String event,
        @Nullable String eventBase64,
        @Nullable String eventMissing) {

    static LetterView of(DeadLetter letter, byte[] event, @Nullable String missing) {
        String text = text(event);
        return new LetterView(
                letter.id().toString(),
                letter.at(),
                letter.callKey(),
                letter.stage().word(),
                letter.reason(),
                letter.topic().isEmpty() ? null : letter.topic(),
                event.length,
                missing == null ? text : null,
                text == null ? Base64.getEncoder().encodeToString(event) : null,
                missing);
    }

    private static @Nullable String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
