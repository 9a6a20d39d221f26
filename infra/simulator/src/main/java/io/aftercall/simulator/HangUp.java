package io.aftercall.simulator;

/** A hangup notification that was posted: for which call, in which dialect, and the last HTTP status (0: no answer). */
public record HangUp(String callId, String source, String file, int status) {}
