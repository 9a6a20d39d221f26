package io.aftercall.analyze.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.sun.net.httpserver.HttpServer;
import io.aftercall.analyze.Analyst;
import io.aftercall.analyze.Analysts;
import io.aftercall.analyze.CallAnalyzed;
import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.CallIndexAway;
import io.aftercall.analyze.MemoryCallIndex;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.Calls;
import io.aftercall.ingest.Hangups;
import io.aftercall.ingest.MemoryCallFolder;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.RecordedCalls;
import io.aftercall.ingest.Submissions;
import io.aftercall.ingest.TransientFailure;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditsTest {
    private static final String SAID = "Agent: What are you looking for?\nCustomer: A quote, today. Can you send it?";

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Clock CLOCK = Clock.fixed(Calls.ENDED, ZoneOffset.UTC);

    private final MemoryCallFolder folder = new MemoryCallFolder();
    private final BlockingQueue<CallHungUp> toTheLine = new LinkedBlockingQueue<>();
    private final List<CallHungUp> toTheLineLater = new ArrayList<>();
    private final List<CallAnalyzed> told = Collections.synchronizedList(new ArrayList<>());
    private final Submissions submissions = Calls.submissions(
            folder,
            new Hangups() {
                @Override
                public void publish(CallHungUp hungUp) {
                    toTheLine.add(hungUp);
                }

                @Override
                public void publishLater(CallHungUp hungUp) {
                    toTheLineLater.add(hungUp);
                }
            },
            CLOCK);
    private final CallHungUp text = submissions.text(SAID, "dialogue");
    private final String key = text.call().key();

    private Audits audits(Analyst analyst, CallIndex index) {
        return new Audits(submissions, analyst, folder, index, told::add, Clock.systemUTC());
    }

    @Test
    void aTextIsFoundAndItsVerdictToldWithoutTheWayThroughTheLine() throws InterruptedException {
        MemoryCallIndex index = new MemoryCallIndex();

        Audits.State state = audits(Analysts.offline(folder), index).judge(text, SAID, LONG);

        CallAnalyzed analyzed = state.judged().analyzed();
        assertThat(told).containsExactly(analyzed);
        assertThat(toTheLine).isEmpty();
        CallDocument found = index.find(key).orElseThrow();
        assertThat(found.analysis()).isEqualTo(analyzed.analysis());
        assertThat(found.transcript().utterances()).hasSize(2);
    }

    @Test
    void whatWasJudgedIsTheSameWhenItIsHandedInAgain() throws InterruptedException {
        Audits audits = audits(Analysts.offline(folder), new MemoryCallIndex());
        Audits.State first = audits.judge(text, SAID, LONG);
        int requests = folder.reads().size();

        assertThat(requests).as("nothing to look for in what is new").isZero();
        assertThat(audits.judge(text, SAID, LONG)).isEqualTo(first).isEqualTo(audits.state(key));
    }

    @Test
    void aTextIsLeftToTheLineWhileTheIndexIsAway() throws InterruptedException {
        Audits.State state =
                audits(Analysts.offline(folder), new CallIndexAway()).judge(text, SAID, LONG);

        assertThat(state.isOpen()).isFalse();
        assertThat(toTheLine).containsExactly(text);
        assertThat(told).isEmpty();
    }

    @Test
    void whoNeedNotBeKeptWaitingIsToldAtOnceWhatIsKnown() throws InterruptedException {
        Audits audits = audits(Analysts.offline(folder), new MemoryCallIndex());
        Audits.State first = audits.judge(text, SAID, LONG);

        assertThat(audits.judge(text, SAID, Duration.ZERO)).isEqualTo(first);
        assertThat(toTheLineLater).isEmpty();
    }

    @Test
    void theLineNeedNotLookForATextThatCameToItsEndBehindItsRequest() throws InterruptedException {
        CountDownLatch answered = new CountDownLatch(1);
        MemoryCallIndex slow = new MemoryCallIndex() {
            @Override
            public Map<String, PermanentFailure> merge(Collection<CallDocument> documents) {
                try {
                    answered.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return super.merge(documents);
            }
        };

        audits(Analysts.offline(folder), slow).judge(text, SAID, Duration.ZERO);

        assertThat(toTheLineLater).containsExactly(text);
        assertThat(settled()).isEmpty();
        answered.countDown();
        Awaitility.await().until(() -> settled().size() == 1);
        assertThat(toTheLine).isEmpty();
    }

    @Test
    void theLineLooksForATextThatIsNotInTheIndex() throws InterruptedException {
        audits(Analysts.offline(folder), new CallIndexAway()).judge(text, SAID, Duration.ZERO);

        assertThat(toTheLine.poll(20, TimeUnit.SECONDS)).isEqualTo(text);
        Awaitility.await().during(Duration.ofMillis(500)).until(() -> settled().isEmpty());
    }

    @Test
    void theLineIsGivenATextAnewThoughItCameToItsEndOnceBefore() throws InterruptedException {
        submissions.settle(text);
        CallHungUp again = Calls.submissions(
                        folder, toTheLine::add, Clock.fixed(Calls.ENDED.plusSeconds(9), ZoneOffset.UTC))
                .text(SAID, "dialogue");
        submissions.keep(text);

        audits(Analysts.offline(folder), new CallIndexAway()).judge(again, SAID, LONG);

        assertThat(toTheLine.poll(20, TimeUnit.SECONDS)).isEqualTo(again).isNotEqualTo(text);
    }

    private List<String> settled() {
        return folder.list(key, "facts/settled-");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 500})
    void aTextThatIsStillBeingJudgedComesToTheLineLater(int millis) throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch patience = new CountDownLatch(1);
        HttpServer slow = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        slow.createContext("/", exchange -> {
            asked.countDown();
            try {
                patience.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
        });
        slow.start();
        try {
            OpenAIClient model = asking("http://127.0.0.1:" + slow.getAddress().getPort());

            Audits.State state = audits(Analysts.asking(model, folder), new MemoryCallIndex())
                    .judge(text, SAID, Duration.ofMillis(millis));

            assertThat(state.isOpen()).isTrue();
            assertThat(toTheLineLater).containsExactly(text);
            assertThat(toTheLine).isEmpty();
            assertThat(new RecordedCalls(folder).stored(key)).isPresent();
            asked.await();
            patience.countDown();
            assertThat(toTheLine.poll(20, TimeUnit.SECONDS)).isEqualTo(text);
        } finally {
            patience.countDown();
            slow.stop(0);
        }
    }

    @Test
    void moreTextsThanFitInMemoryAreLeftToTheLineAtOnce() throws Exception {
        CountDownLatch patience = new CountDownLatch(1);
        Audits audits = audits(Analysts.offline(folder), new MemoryCallIndex() {
            @Override
            public Map<String, PermanentFailure> merge(Collection<CallDocument> documents) {
                try {
                    patience.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return super.merge(documents);
            }
        });
        try {
            for (int n = 0; n < 200; n++) {
                String said = SAID + " " + n;
                audits.judge(submissions.text(said, "dialogue"), said, Duration.ZERO);
            }
            assertThat(toTheLine).isEmpty();

            assertThat(audits.judge(text, SAID, Duration.ZERO).isOpen()).isTrue();
            String known = SAID + " 7";
            audits.judge(submissions.text(known, "dialogue"), known, Duration.ZERO);

            assertThat(toTheLine).containsExactly(text);
        } finally {
            patience.countDown();
        }
        Awaitility.await().until(() -> told.size() == 200);
        assertThat(audits.judge(text, SAID, LONG).isOpen()).isFalse();
    }

    @Test
    void aTextThatNobodyCanJudgeNowIsLeftToTheLineWhole() throws InterruptedException {
        OpenAIClient nobody = asking("http://127.0.0.1:1");

        Audits.State state =
                audits(Analysts.asking(nobody, folder), new MemoryCallIndex()).judge(text, SAID, Duration.ofSeconds(2));

        nobody.close();
        assertThat(state.isOpen()).isTrue();
        assertThat(toTheLine).containsExactly(text);
        assertThat(told).isEmpty();
        assertThat(new RecordedCalls(folder).stored(key).orElseThrow().recording())
                .satisfies(recording -> assertThat(folder.read(key, recording.name()))
                        .hasValueSatisfying(
                                bytes -> assertThat(bytes).asString(UTF_8).isEqualTo(SAID)));
    }

    @ParameterizedTest
    @CsvSource({"transcript.json, false", "analysis.json, true"})
    void aTextThatCannotBeKeptIsLeftToTheLineAndFoundOnlyWithAllThatWasSaid(String refused, boolean found)
            throws InterruptedException {
        MemoryCallIndex index = new MemoryCallIndex();
        CallFolder full = (CallFolder) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {CallFolder.class}, (proxy, method, arguments) -> {
                    if (List.of("create", "replace").contains(method.getName()) && refused.equals(arguments[1])) {
                        throw TransientFailure.outage("the bucket is full", null);
                    }
                    return method.invoke(folder, arguments);
                });
        Audits audits = new Audits(submissions, Analysts.offline(full), full, index, told::add, Clock.systemUTC());

        Audits.State state = audits.judge(text, SAID, Duration.ofMillis(300));

        assertThat(state.isOpen()).isTrue();
        assertThat(toTheLine).containsExactly(text);
        assertThat(told).isEmpty();
        assertThat(index.find(key).isPresent()).isEqualTo(found);
        Audits.State again = audits(Analysts.offline(folder), index).judge(text, SAID, LONG);
        assertThat(index.find(key).orElseThrow().analysis())
                .isEqualTo(again.judged().analyzed().analysis());
    }

    private static OpenAIClient asking(String url) {
        return OpenAIOkHttpClient.builder()
                .apiKey("test")
                .baseUrl(url)
                .maxRetries(0)
                .build();
    }
}
