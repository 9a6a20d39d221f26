package io.aftercall.transcribe.audio;

import java.nio.file.Path;

/** A chunk ready to be sent. */
public record Encoded(Chunk chunk, Path file, String contentType) {}
