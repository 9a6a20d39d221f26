package io.aftercall.analyze;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A stage of the line, named by what it does to a call, in the order of the line. */
public enum Stage {
    @JsonProperty("record")
    RECORD(CallIndexer.HUNG_UP, CallState.RECORDED),
    @JsonProperty("transcribe")
    TRANSCRIBE(CallIndexer.RECORDED, CallState.TRANSCRIBED),
    @JsonProperty("analyze")
    ANALYZE(CallIndexer.TRANSCRIBED, CallState.ANALYZED),
    @JsonProperty("remind")
    REMIND(CallIndexer.ANALYZED, CallState.REMINDED);

    private final String input;
    private final CallState reaches;

    Stage(String input, CallState reaches) {
        this.input = input;
        this.reaches = reaches;
    }

    /** As in events, headers and JSON: {@code transcribe}. */
    public String function() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The topic it takes its events from. */
    public String input() {
        return input;
    }

    /** The state of a call it is done with. */
    public CallState reaches() {
        return reaches;
    }

    /** Empty for a name that is no stage's of the line. */
    public static Optional<Stage> named(@Nullable String function) {
        return Arrays.stream(values())
                .filter(stage -> stage.function().equals(function))
                .findFirst();
    }

    /** The stage that takes the events of {@code topic}. */
    static Optional<Stage> fedBy(String topic) {
        return Arrays.stream(values())
                .filter(stage -> stage.input.equals(topic))
                .findFirst();
    }

    static Optional<Stage> reaching(CallState state) {
        return Arrays.stream(values()).filter(stage -> stage.reaches == state).findFirst();
    }

    /** The stage that has a call in {@code state}; none when it is judged, for not every call is to be reminded of, or failed. */
    static Optional<Stage> of(CallState state) {
        return state.compareTo(CallState.ANALYZED) >= 0
                ? Optional.empty()
                : Arrays.stream(values())
                        .filter(stage -> stage.reaches.compareTo(state) > 0)
                        .findFirst();
    }
}
