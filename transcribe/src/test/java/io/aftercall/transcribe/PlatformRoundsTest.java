package io.aftercall.transcribe;

import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.PlatformRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlatformRoundsTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:15:31Z");

    /** Rows of the document's example, shortened. */
    private static final String DETAILS = """
            {"record":{"bill":10120},"details":{"records":[
              {"notify":"asrmessage_notify","question":"不再见,再见。","speak_ms":1395,"play_ms":3280,"sequence":5,
               "answer_content":"感谢您的接听,再见"},
              {"notify":"enter","question":"","speak_ms":0,"play_ms":0,"sequence":1,"answer_content":"同学,您好\\n罗文龙先生"},
              {"notify":"asrprogress_notify","question":"啊","speak_ms":0,"play_ms":740,"sequence":2,"answer_content":null},
              {"notify":"asrmessage_notify","question":"啊","speak_ms":875,"play_ms":740,"sequence":3,"answer_content":null},
              {"notify":"playback_result","question":"x","sequence":4}]}}""";

    @Test
    void readsWhatThePlatformHeardInTheOrderItWasSaid() {
        PlatformRecord record = record(DETAILS);

        Transcript transcript =
                PlatformRounds.transcript(record, PlatformRounds.input(record).orElseThrow(), NOW);

        assertThat(transcript.utterances())
                .containsExactly(
                        new Utterance("u1", Utterance.Speaker.AGENT, 0, 2200, "同学,您好 罗文龙先生"),
                        new Utterance("u2", Utterance.Speaker.CUSTOMER, 2200, 3075, "啊"),
                        new Utterance("u3", Utterance.Speaker.CUSTOMER, 3075, 4470, "不再见,再见。"),
                        new Utterance("u4", Utterance.Speaker.AGENT, 4470, 7750, "感谢您的接听,再见"));
        assertThat(transcript.language()).isEqualTo("zh");
        assertThat(transcript.durationMs()).isEqualTo(10_120);
        assertThat(transcript.speechMs()).isEqualTo(7_750);
    }

    @Test
    void leavesACallToTheSpeechModelWhereThePlatformHeardNothing() {
        assertThat(PlatformRounds.input(null)).isEmpty();
        assertThat(PlatformRounds.input(new PlatformRecord(Map.of(), null))).isEmpty();
        assertThat(PlatformRounds.input(record("{\"record\":{},\"details\":{\"records\":7}}")))
                .isEmpty();
        assertThat(PlatformRounds.input(record("""
                        {"record":{},"details":{"records":[{"notify":"asrprogress_notify","question":"啊"},
                         {"notify":"enter","question":"","answer_content":"您好"},"x"]}}"""))).isEmpty();
    }

    @Test
    void leavesACallToTheSpeechModelInWhichAPersonTookOver() {
        assertThat(PlatformRounds.input(record(DETAILS.replace("\"bill\"", "\"bridge_callid\":\"b-1\",\"bill\""))))
                .isEmpty();
        assertThat(PlatformRounds.input(record(DETAILS.replace("\"bill\"", "\"bridge_callid\":null,\"bill\""))))
                .isPresent();
    }

    private static PlatformRecord record(String json) {
        return CallJson.read(json.getBytes(StandardCharsets.UTF_8), PlatformRecord.class);
    }
}
