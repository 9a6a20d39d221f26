package io.aftercall.infra.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * A text to be judged, by an endpoint of a service of its own.
 *
 * @param concurrent requests at the same time
 * @param warmUp requests of many clients before any is measured, until the JVMs have compiled what is asked of them again and again
 * @param before requests of its own clients before each run: what one at a time goes through is compiled by that
 * @param body of the {@code n}th request of a run
 * @param answered whether an answer is what was asked for
 */
record Question(
        String path,
        int concurrent,
        int warmUp,
        int before,
        BiFunction<String, Integer, Map<String, ?>> body,
        Predicate<byte[]> answered) {
    private static final int WARM_UP_CLIENTS = 50;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * @param arrivingWithin so many milliseconds the clients came, one after the other
     * @param answers how long the API took
     * @param model how long the model's stand-in took over its answers
     * @param own what each answer took beside that
     */
    record Answers(
            int requests,
            int concurrent,
            int arrivingWithin,
            int warmUp,
            int before,
            int failed,
            Percentiles answers,
            Percentiles model,
            Percentiles own) {

        Map<String, Object> asMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("requests", requests);
            map.put("concurrent", concurrent);
            map.put("arrivingWithinMillis", arrivingWithin);
            map.put("requestsToWarmUp", warmUp);
            map.put("requestsBeforeRun", before);
            map.put("failed", failed);
            map.put("answerMillis", answers.asMap());
            map.put("modelMillis", model.asMap());
            map.put("ownMillis", own.asMap());
            return map;
        }
    }

    /** @param runs each with so many requests, one after the other */
    List<Answers> ask(BenchOptions options, Path home, int modelMillis, int requests, List<String> runs)
            throws IOException, InterruptedException {
        Path lineHome = Files.createDirectories(home.resolve("home"));
        try (StandIns standIns = StandIns.answeringIn(home, options.seed(), modelMillis);
                JavaChild line = JavaChild.start(lineHome, List.of(), words(options, standIns));
                Clients clients = new Clients(concurrent, Duration.ofMillis(modelMillis))) {
            URI target = URI.create(line.said(Pattern.compile("Aftercall is up at (http://\\S+)")) + path);
            try (Clients many = new Clients(WARM_UP_CLIENTS)) {
                requireAnswered(post(many, target, "warm-up", warmUp, answered));
            }
            List<Answers> all = new ArrayList<>();
            for (String run : runs) {
                requireAnswered(post(clients, target, run + "-before", before, answered));
                // What follows from an answer goes on behind it.
                line.awaitQuiet();
                standIns.forget();
                Clients.Answered measured = post(clients, target, run, requests, answered);
                List<Double> model = standIns.counts().answered(StandIns.MODEL);
                all.add(new Answers(
                        requests,
                        concurrent,
                        modelMillis,
                        warmUp,
                        before,
                        measured.failed(),
                        Percentiles.of(measured.millis()),
                        Percentiles.of(model),
                        Percentiles.of(own(measured.millis(), model))));
            }
            return all;
        }
    }

    private void requireAnswered(Clients.Answered warmUp) throws IOException {
        if (warmUp.failed() > 0) {
            throw new IOException("%d texts to warm up with failed at %s".formatted(warmUp.failed(), path));
        }
    }

    /**
     * The first answer to a client is taken for that to which the model's first belongs, and so on. Where many are under way at
     * once one overtakes another; that spreads the differences and leaves their sum as it is.
     */
    private List<Double> own(List<Double> answers, List<Double> model) throws IOException {
        if (answers.size() != model.size()) {
            throw new IOException(
                    "%d answers by %s took %d requests to the model".formatted(answers.size(), path, model.size()));
        }
        return IntStream.range(0, answers.size())
                .mapToObj(n -> answers.get(n) - model.get(n))
                .toList();
    }

    private Clients.Answered post(Clients clients, URI target, String run, int requests, Predicate<byte[]> isAnswer)
            throws InterruptedException {
        return clients.ask(
                requests,
                n -> HttpRequest.newBuilder(target)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body.apply(run, n))))
                        .build(),
                isAnswer);
    }

    private static List<String> words(BenchOptions options, StandIns standIns) {
        return List.of(
                "up",
                "--port=0",
                "--aftercall.openai.base-url=" + standIns.openAiUrl(),
                "--aftercall.openai.api-key=simulated",
                // Else those above the cap wait for each other, and that is no work of the API's.
                "--aftercall.openai.limit.requests-in-flight=" + Math.max(WARM_UP_CLIENTS, options.inFlight()),
                "--aftercall.notify.chat-url=" + standIns.chatUrl());
    }
}
