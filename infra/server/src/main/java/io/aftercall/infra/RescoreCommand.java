package io.aftercall.infra;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** {@code rescore}: shows how many calls would be judged again and at what cost, asks, and shows how it gets on. */
final class RescoreCommand {
    private static final String PATH = "/api/v1/rescore";
    private static final int CONFLICT = 409;

    private final ServiceClient service;
    private final PrintStream out;
    private final BufferedReader in;
    private final ProgressBar bar;
    private final Duration look;

    /** @param look pause between two looks at the progress */
    RescoreCommand(
            ServiceClient service, PrintStream out, BufferedReader in, DemoBoard.Terminal terminal, Duration look) {
        this.service = service;
        this.out = out;
        this.in = in;
        this.bar = new ProgressBar(out, terminal);
        this.look = look;
    }

    /**
     * Returns the exit code: 0 done or not agreed to, 1 given up or with calls that could not be judged.
     *
     * @throws IOException when the service does not answer
     */
    int run(List<String> arguments) throws IOException, InterruptedException {
        CommandLine line = CommandLine.parse(arguments, Set.of("--rubric", "--from", "--to", "--yes"));
        if (!line.words().isEmpty()) {
            throw new IllegalArgumentException("rescore takes --rubric=..., --from=..., --to=... and --yes, not '"
                    + line.words().getFirst() + "'");
        }
        ServiceClient.Answer started = service.post(PATH + query(line));
        if (started.status() == CONFLICT) {
            out.println("One is under way already; this is how it gets on.");
        } else if (started.status() != 202) {
            return refused(started);
        } else if (!isJudging(started.body().at("/startedAt").asString(), line)) {
            return problems(service.get(PATH).body());
        }
        JsonNode progress = after("RUNNING");
        out.printf(
                "%d calls judged again, %d problems; what was thought of them before is kept%n",
                progress.at("/done").asLong(), progress.at("/problemCount").asLong());
        return problems(progress);
    }

    /** Whether it was agreed to; nobody else's count is. */
    private boolean isJudging(String counted, CommandLine line) throws IOException, InterruptedException {
        JsonNode progress = after("COUNTING");
        if (!state(progress).equals("PLANNED")
                || !progress.at("/startedAt").asString().equals(counted)) {
            return false;
        }
        String id = "?counted=" + URLEncoder.encode(counted, StandardCharsets.UTF_8);
        out.println(plan(progress));
        if (progress.at("/calls").asLong() == 0 || (!line.has("--yes") && !isAgreed())) {
            service.delete(PATH + id);
            out.println("Nothing was judged.");
            return false;
        }
        ServiceClient.Answer run = service.post(PATH + "/run" + id);
        if (run.status() != 202) {
            throw new IOException(run.detail());
        }
        return true;
    }

    private static int refused(ServiceClient.Answer answer) {
        System.err.println("aftercall: " + answer.detail());
        return 1;
    }

    private static String query(CommandLine line) {
        String query = Stream.of("rubric", "from", "to")
                .filter(name -> line.value("--" + name) != null)
                .map(name ->
                        name + "=" + URLEncoder.encode(String.valueOf(line.value("--" + name)), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? "" : "?" + query;
    }

    private static String plan(JsonNode progress) {
        long calls = progress.at("/calls").asLong();
        long leftOut = progress.at("/leftOut").asLong();
        String plan = "%d of %d calls would not be judged today as they were."
                        .formatted(calls, progress.at("/looked").asLong())
                + (leftOut == 0
                        ? ""
                        : " %d conversations are left out: they were handed in with a mode of their own, and stay judged by it."
                                .formatted(leftOut));
        JsonNode tokens = progress.at("/estimate/tokens");
        if (calls == 0) {
            return plan;
        }
        if (tokens.isMissingNode()) {
            return plan + " What they cost before is not known, so neither is what they will.";
        }
        if (tokens.at("/input").asLong() == 0) {
            return plan + " They are judged offline, which costs nothing.";
        }
        String about = String.format(
                Locale.ROOT,
                " That is about %,d tokens in and %,d out",
                tokens.at("/input").asLong(),
                tokens.at("/output").asLong());
        JsonNode cost = progress.at("/estimate/cost");
        return plan
                + about
                + (cost.isMissingNode()
                        ? "; aftercall.analyze.price.input and .output, once set, tell what they cost."
                        : String.format(
                                Locale.ROOT,
                                ", %.2f %s.",
                                cost.asDouble(),
                                progress.at("/estimate/currency").asString()));
    }

    private boolean isAgreed() throws IOException {
        out.print("Judge them again? [y/N] ");
        out.flush();
        String answer = in.readLine();
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    }

    private JsonNode after(String state) throws IOException, InterruptedException {
        while (true) {
            JsonNode progress = service.get(PATH).body();
            boolean under = state(progress).equals(state);
            if (state.equals("RUNNING")) {
                bar.show(progress.at("/done").asLong(), progress.at("/calls").asLong(), under);
            }
            if (!under) {
                return progress;
            }
            Thread.sleep(look);
        }
    }

    private static int problems(JsonNode progress) {
        for (JsonNode each : progress.at("/problems")) {
            System.err.println("aftercall: " + each.asString());
        }
        if (state(progress).equals("FAILED")) {
            System.err.println("aftercall: " + progress.at("/reason").asString());
            return 1;
        }
        return progress.at("/problemCount").asLong() > 0 ? 1 : 0;
    }

    private static String state(JsonNode progress) {
        return progress.at("/state").asString();
    }
}
