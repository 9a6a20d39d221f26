package io.aftercall.simulator.calls;

/** What one party said without a break, on one channel of the recording, times in milliseconds from its start. */
public record Turn(String speaker, int channel, int startMs, int endMs, String text) {}
