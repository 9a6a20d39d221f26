package io.aftercall.simulator.speech;

import java.io.IOException;

/** ffmpeg found no audio in the file; the message is ffmpeg's. */
public final class UndecodableAudioException extends IOException {
    UndecodableAudioException(String message) {
        super(message);
    }
}
