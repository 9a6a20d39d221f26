package io.aftercall.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The events' JSON is a contract with events already in Kafka and with other processes. */
class EventsJsonTest {
    record Golden(String file, Object event) {}

    static Golden[] events() {
        Recording recording =
                new Recording("recording.0123456789ab.wav", 480_044, "0123456789ab", "audio/wav", Calls.ENDED);
        Recording second =
                new Recording("recording.fedcba987654.mp3", 7, "fedcba987654", null, Calls.ENDED.plusSeconds(1));
        Recording inParts = new Recording(
                recording.name(),
                recording.bytes(),
                recording.sha256(),
                recording.contentType(),
                recording.storedAt(),
                new Recording.Track(Recording.Side.AGENT, Calls.ENDED),
                List.of(second));
        CallHungUp hungUp = Calls.aHungUpCall("123", "https://storage.example.com/calls/123.mp3");
        return new Golden[] {
            new Golden("CallHungUp.json", hungUp),
            new Golden(
                    "CallHungUpOfAPart.json",
                    new CallHungUp(
                            hungUp.call(),
                            hungUp.recording(),
                            hungUp.receivedAt(),
                            hungUp.asReceived(),
                            new CallHungUp.Part("RE1", Calls.ENDED, Recording.Side.CUSTOMER))),
            new Golden("CallRecordedInParts.json", Calls.aRecordedCall("123", inParts)),
            new Golden("CallRecorded.json", Calls.aRecordedCall("123", recording)),
            new Golden(
                    "CallFailed.json",
                    new CallFailed(
                            "generic-123",
                            "record",
                            "recording of call generic-123: HTTP 410",
                            Calls.ENDED,
                            "calls.hungup",
                            "{}")),
        };
    }

    @ParameterizedTest
    @MethodSource("events")
    void writesAndReadsTheGoldenJson(Golden golden) throws IOException {
        byte[] json = golden(golden.file());

        assertThat(CallJson.mapper().readTree(CallJson.write(golden.event())))
                .isEqualTo(CallJson.mapper().readTree(json));
        assertThat((Object) CallJson.read(json, golden.event().getClass())).isEqualTo(golden.event());
    }

    @Test
    void namesTheRecordAndTheFaultOfWhatCannotBeRead() {
        assertThatThrownBy(() -> CallJson.read("{\"call\":7}".getBytes(UTF_8), CallRecorded.class))
                .isInstanceOf(Undecodable.class)
                .hasMessageStartingWith("not a CallRecorded: ");
        assertThatThrownBy(() -> CallJson.read("null".getBytes(UTF_8), CallRecorded.class))
                .hasMessage("not a CallRecorded: the JSON is null");
    }

    private static byte[] golden(String file) throws IOException {
        try (InputStream in = EventsJsonTest.class.getResourceAsStream("/golden/" + file)) {
            return Objects.requireNonNull(in, file).readAllBytes();
        }
    }
}
