package io.aftercall.analyze;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How far a call has come, in the order of the line; a call that failed anywhere is {@code FAILED} until it gets on. */
public enum CallState {
    @JsonProperty("hungUp")
    HUNG_UP,
    @JsonProperty("recorded")
    RECORDED,
    @JsonProperty("transcribed")
    TRANSCRIBED,
    @JsonProperty("analyzed")
    ANALYZED,
    @JsonProperty("reminded")
    REMINDED,
    @JsonProperty("failed")
    FAILED;

    /** As in JSON and in queries: {@code hungUp}. */
    public String jsonName() {
        return this == HUNG_UP ? "hungUp" : name().toLowerCase(java.util.Locale.ROOT);
    }
}
