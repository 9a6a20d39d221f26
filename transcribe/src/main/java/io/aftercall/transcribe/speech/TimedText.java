package io.aftercall.transcribe.speech;

/** A word with the punctuation and space around it, and its time in the chunk. */
public record TimedText(long startMs, long endMs, String text) {}
