package io.aftercall.transcribe;

import static io.aftercall.transcribe.Transcripts.aTranscribedCall;
import static io.aftercall.transcribe.Transcripts.aTranscript;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.ingest.CallJson;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class CallTranscribedTest {
    private final CallTranscribed transcribed =
            aTranscribedCall("1", "agent: Good morning.", "customer: Доброе утро.", "unknown: 早上好。");

    @Test
    void isWrittenAsTheGoldenJson() throws Exception {
        assertThat(pretty(CallJson.write(transcribed))).isEqualTo(pretty(golden("call-transcribed.json")));
    }

    @Test
    void readsTheGoldenJson() throws Exception {
        assertThat(CallJson.read(golden("call-transcribed.json"), CallTranscribed.class))
                .isEqualTo(transcribed);
    }

    @Test
    void leavesOutWhatAnUnansweredCallDoesNotHave() {
        byte[] json = CallJson.write(Transcripts.aCallNobodyAnswered("1"));

        assertThat(new String(json, UTF_8)).doesNotContain("transcript", "recording");
        assertThat(CallJson.read(json, CallTranscribed.class)).isEqualTo(Transcripts.aCallNobodyAnswered("1"));
    }

    @Test
    void saysWhetherAnybodySpoke() {
        assertThat(aTranscript("agent: Hello.").hasSpeech()).isTrue();
        assertThat(aTranscript().hasSpeech()).isFalse();
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream in = CallTranscribedTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    private static String pretty(byte[] json) {
        return JsonMapper.shared().readTree(json).toPrettyString();
    }
}
