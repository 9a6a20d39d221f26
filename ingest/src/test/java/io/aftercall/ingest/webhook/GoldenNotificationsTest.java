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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What every dialect has to do with its telephony system's own notifications: {@code golden/<system>/<name>.http} as the system
 * sends it, signed, and {@code <name>.json} with our answer and the facts.
 */
class GoldenNotificationsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    private final List<CallHungUp> published = new ArrayList<>();
    private boolean kafkaAway;
    private final MockMvc http = http();

    /** A request as it goes over the wire: the line, its headers, an empty line, the body. */
    private record Golden(String path, Map<String, String> headers, String body) {
        static Golden read(Path file) throws IOException {
            String[] halves = Files.readString(file).split("\n\n", 2);
            String[] head = halves[0].split("\n");
            Map<String, String> headers = new LinkedHashMap<>();
            for (String line : Arrays.copyOfRange(head, 1, head.length)) {
                String[] header = line.split(": ", 2);
                headers.put(header[0], header[1]);
            }
            return new Golden(head[0].substring("POST ".length()), headers, halves[1].strip());
        }

        Golden unsigned() {
            Map<String, String> bare = new LinkedHashMap<>(headers);
            bare.keySet().removeIf(name -> name.equals("Authorization") || name.endsWith("Signature"));
            return new Golden(
                    path.replace("token=", "taken="), bare, body.replaceFirst("(?<=&sign=)[0-9a-f]{8}", "00000000"));
        }

        Golden cut(int characters) {
            return new Golden(path, headers, body.substring(0, characters));
        }
    }

    private static final class TickingClock extends Clock {
        private Instant now = Instant.parse("2026-03-02T09:15:31Z");

        @Override
        public Instant instant() {
            now = now.plusSeconds(1);
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private MockMvc http() {
        IngestSettings ingest = Telephony.ingest(Map.of("webhook-token", "t0ken", "country", "RU"));
        // Each of them comes at another time.
        Clock clock = new TickingClock();
        Hangups hangups = hungUp -> {
            if (kafkaAway) {
                throw TransientFailure.outage("Kafka did not take it", null);
            }
            published.add(hungUp);
        };
        return MockMvcBuilders.standaloneSetup(
                        new HangupWebhook(hangups, ingest, clock),
                        new DialectWebhook(hangups, ingest, Telephony.with(DialectWebhookTest.ON), clock))
                .build();
    }

    static List<Path> notifications() throws IOException {
        try (Stream<Path> files = Files.walk(GOLDEN)) {
            List<Path> all = files.filter(file -> file.toString().endsWith(".http"))
                    .map(GOLDEN::relativize)
                    .sorted()
                    .toList();
            assertThat(all.stream().map(file -> file.getName(0).toString()).distinct())
                    .as("every telephony system has some")
                    .containsExactly(
                            "asterisk", "freeswitch", "generic", "mango", "robot", "tccc", "twilio", "zadarma");
            return all;
        }
    }

    @ParameterizedTest
    @MethodSource("notifications")
    void saysWhatTheyMean(Path file) throws Exception {
        Golden golden = Golden.read(GOLDEN.resolve(file));
        MockHttpServletResponse answer = post(golden);
        List<CallHungUp> first = List.copyOf(published);
        post(golden);

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
        assertThat(CallJson.mapper().readTree(said.toString())).isEqualTo(expected(file));
        assertThat(published.subList(first.size(), published.size()))
                .as("sent again it is the same fact")
                .extracting(CallHungUp::contentHash)
                .containsExactlyElementsOf(
                        first.stream().map(CallHungUp::contentHash).toList());
    }

    @ParameterizedTest
    @MethodSource("notifications")
    void areNotBelievedFromAnybodyElse(Path file) throws Exception {
        Golden golden = Golden.read(GOLDEN.resolve(file));

        assertThat(post(golden.unsigned()).getStatus()).isEqualTo(401);
        assertThat(published).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("notifications")
    void areRefusedInWordsWhereverTheyAreCutOff(Path file) throws Exception {
        Golden golden = Golden.read(GOLDEN.resolve(file));
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
    void areAskedForAgainWhileKafkaIsAway(Path file) throws Exception {
        kafkaAway = true;
        MockHttpServletResponse answer = post(Golden.read(GOLDEN.resolve(file)));

        boolean ofInterest = !expected(file).path("facts").isEmpty();
        assertThat(answer.getStatus() == 503).isEqualTo(ofInterest);
    }

    private MockHttpServletResponse post(Golden golden) throws Exception {
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

    private static JsonNode expected(Path file) {
        Path json = GOLDEN.resolve(file.toString().replaceFirst("\\.http$", ".json"));
        return CallJson.mapper().readTree(json.toFile());
    }
}
