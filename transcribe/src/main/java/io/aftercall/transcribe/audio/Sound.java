package io.aftercall.transcribe.audio;

/** A stretch with sound, in frames of 10 ms from the start of the recording. */
record Sound(int from, int to) {}
