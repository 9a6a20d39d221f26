package io.aftercall.ingest.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.Hangups;
import io.aftercall.ingest.IngestSettings;
import io.aftercall.ingest.Telephony;
import io.aftercall.ingest.TransientFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import tools.jackson.databind.node.ObjectNode;

/** What every dialect has to do with its telephony system's own notifications. */
class GoldenNotificationsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final Instant RECEIVED = Instant.parse("2026-03-02T09:15:32Z");

    private final List<CallHungUp> published = new ArrayList<>();
    private boolean kafkaAway;
    private final MockMvc http = http(RECEIVED);
    private final MockMvc later = http(RECEIVED.plusSeconds(1));

    private MockMvc http(Instant now) {
        IngestSettings ingest = Telephony.ingest(Map.of("webhook-token", Golden.TOKEN, "country", "RU"));
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        Hangups hangups = hungUp -> {
            if (kafkaAway) {
                throw TransientFailure.outage("Kafka did not take it", null);
            }
            published.add(hungUp);
        };
        return MockMvcBuilders.standaloneSetup(
                        new HangupWebhook(hangups, ingest, clock),
                        new DialectWebhook(hangups, ingest, Telephony.with(Golden.SECRETS), clock))
                .build();
    }

    static List<Golden> notifications() throws IOException {
        List<Golden> all = Golden.in(GOLDEN);
        assertThat(all.stream().map(Golden::system).distinct())
                .as("every telephony system has some")
                .containsExactly("asterisk", "freeswitch", "generic", "mango", "robot", "tccc", "twilio", "zadarma");
        return all;
    }

    @ParameterizedTest
    @MethodSource("notifications")
    void saysWhatTheyMean(Golden golden) throws Exception {
        MockHttpServletResponse answer = post(golden);
        List<CallHungUp> first = List.copyOf(published);
        post(later, golden);

        ObjectNode said = CallJson.mapper().createObjectNode();
        said.put("status", answer.getStatus());
        String text = answer.getContentAsString();
        said.set(
                "answer",
                text.startsWith("{")
                        ? CallJson.mapper().readTree(text)
                        : CallJson.mapper().valueToTree(text));
        said.set(
                "facts",
                CallJson.mapper()
                        .valueToTree(first.stream()
                                .map(GoldenNotificationsTest::said)
                                .toList()));
        // As it would be read again: then all its numbers are of one kind.
        assertThat(CallJson.mapper().readTree(said.toString())).isEqualTo(golden.expected());
        assertThat(published.subList(first.size(), published.size()))
                .as("sent again it is the same fact")
                .extracting(CallHungUp::contentHash)
                .containsExactlyElementsOf(
                        first.stream().map(CallHungUp::contentHash).toList());
    }

    @ParameterizedTest
    @MethodSource("notifications")
    void areNotBelievedFromAnybodyElse(Golden golden) throws Exception {

        assertThat(post(golden.unsigned()).getStatus()).isEqualTo(401);
        assertThat(published).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("notifications")
    void areRefusedInWordsWhereverTheyAreCutOff(Golden golden) throws Exception {
        for (int characters = 0; characters < golden.body().length(); characters += 7) {
            MockHttpServletResponse answer = post(golden.cut(characters));
            assertThat(answer.getStatus()).as("cut after %d", characters).isLessThan(500);
            if (answer.getStatus() >= 400) {
                assertThat(answer.getContentAsString()).startsWith("{\"detail\":\"");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("notifications")
    void areAskedForAgainWhileKafkaIsAway(Golden golden) throws Exception {
        kafkaAway = true;
        MockHttpServletResponse answer = post(golden);

        boolean ofInterest = !golden.expected().path("facts").isEmpty();
        assertThat(answer.getStatus() == 503).isEqualTo(ofInterest);
    }

    private MockHttpServletResponse post(Golden golden) throws Exception {
        return post(http, golden);
    }

    private static MockHttpServletResponse post(MockMvc http, Golden golden) throws Exception {
        MockHttpServletRequestBuilder request = MockMvcRequestBuilders.post(URI.create(golden.path()))
                .content(golden.body().getBytes(UTF_8));
        golden.headers().forEach(request::header);
        return http.perform(request).andReturn().getResponse();
    }

    /** What does not stand in the notification itself is left out, and so is what does. */
    private static ObjectNode said(CallHungUp fact) {
        ObjectNode json = CallJson.mapper().valueToTree(fact);
        json.remove(List.of("receivedAt", "asReceived"));
        return json;
    }
}
