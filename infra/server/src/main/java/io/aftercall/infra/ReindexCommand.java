package io.aftercall.infra;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** {@code reindex}: starts one, or joins the one under way, and shows how it gets on until it has ended. */
final class ReindexCommand {
    private static final String PATH = "/api/v1/reindex";
    private static final int CONFLICT = 409;

    private final ServiceClient service;
    private final PrintStream out;
    private final ProgressBar bar;
    private final Duration look;

    /** @param look pause between two looks at the progress */
    ReindexCommand(ServiceClient service, PrintStream out, DemoBoard.Terminal terminal, Duration look) {
        this.service = service;
        this.out = out;
        this.bar = new ProgressBar(out, terminal);
        this.look = look;
    }

    /**
     * Returns the exit code: 0 done, 1 given up, cut short, or with calls that could not be indexed.
     *
     * @throws IOException when the service does not answer
     */
    int run(List<String> arguments) throws IOException, InterruptedException {
        if (!arguments.isEmpty()) {
            throw new IllegalArgumentException("reindex takes no arguments, not '" + arguments.getFirst() + "'");
        }
        ServiceClient.Answer started = service.post(PATH);
        if (started.status() == CONFLICT) {
            out.println("One is under way already; this is how it gets on.");
        } else if (started.status() != 202) {
            throw new IOException(started.detail());
        } else {
            out.println(
                    "Rebuilding every index from the call folders; nothing is sent. Ctrl-C ends the watching only.");
        }
        JsonNode progress = watched();
        String state = progress.at("/state").asString();
        long problems = progress.at("/problemCount").asLong();
        for (JsonNode each : progress.at("/problems")) {
            System.err.println("aftercall: " + each.asString());
        }
        switch (state) {
            case "DONE" ->
                out.printf(
                        "%d calls in %d s, %d with problems%n",
                        progress.at("/done").asLong(), seconds(progress), problems);
            case "FAILED" ->
                System.err.println("aftercall: " + progress.at("/reason").asString());
            // A service that has started anew knows of none.
            default ->
                System.err.println("aftercall: the service was started anew meanwhile, which cut the reindex short;"
                        + " it begins again by itself");
        }
        return state.equals("DONE") && problems == 0 ? 0 : 1;
    }

    private JsonNode watched() throws IOException, InterruptedException {
        while (true) {
            JsonNode progress = service.get(PATH).body();
            boolean under = List.of("COUNTING", "RUNNING")
                    .contains(progress.at("/state").asString());
            bar.show(progress.at("/done").asLong(), progress.at("/calls").asLong(), under);
            if (!under) {
                return progress;
            }
            Thread.sleep(look);
        }
    }

    private static long seconds(JsonNode progress) {
        Instant started = Instant.parse(progress.at("/startedAt").asString());
        return Duration.between(started, Instant.parse(progress.at("/endedAt").asString()))
                .toSeconds();
    }
}
