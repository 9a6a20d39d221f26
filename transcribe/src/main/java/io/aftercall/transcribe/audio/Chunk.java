package io.aftercall.transcribe.audio;

import java.util.List;

/**
 * Speech of one channel that is sent to the speech model at once.
 *
 * @param channel 0 or 1
 * @param name of its file in the workspace, without ending
 * @param sha256 of its samples, 64 hex digits
 */
public record Chunk(int channel, String name, String sha256, List<Piece> pieces) {
    public Chunk {
        pieces = List.copyOf(pieces);
    }
}
