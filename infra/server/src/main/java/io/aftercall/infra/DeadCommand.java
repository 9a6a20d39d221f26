package io.aftercall.infra;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code dead list|show|replay}: what failed for good or could not be read, for a person at a terminal. */
final class DeadCommand {
    private static final int OK = 0;
    private static final int FAILED = 1;

    /** Of a longer event the beginning is shown, and where the whole of it can be had. */
    private static final int MOST_SHOWN = 4_000;

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final ServiceClient service;
    private final PrintStream out;
    private final DemoBoard.Terminal terminal;
    private final ZoneId zone;

    /** @param zone of the times shown */
    DeadCommand(ServiceClient service, PrintStream out, DemoBoard.Terminal terminal, ZoneId zone) {
        this.service = service;
        this.out = out;
        this.terminal = terminal;
        this.zone = zone;
    }

    /**
     * Returns the exit code: 0 done, 1 not or not all of it.
     *
     * @throws IllegalArgumentException naming what cannot be understood
     * @throws IOException when the service does not answer
     */
    int run(List<String> arguments) throws IOException, InterruptedException {
        String verb = arguments.isEmpty() ? "" : arguments.getFirst();
        List<String> rest = arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
        return switch (verb) {
            case "list" -> list(CommandLine.parse(rest, Set.of("--stage", "--page")));
            case "show" -> show(CommandLine.parse(rest, Set.of("--save")));
            case "replay" -> replay(CommandLine.parse(rest, Set.of("--stage", "--all", "--from")));
            default ->
                throw new IllegalArgumentException("dead " + (verb.isEmpty() ? "" : verb + " ")
                        + "is not a command; it is dead list, show or replay");
        };
    }

    private int list(CommandLine line) throws IOException, InterruptedException {
        if (!line.words().isEmpty()) {
            throw new IllegalArgumentException("dead list takes --stage=... and --page=..., not '"
                    + line.words().getFirst() + "'");
        }
        String page = line.value("--page");
        ServiceClient.Answer answer = service.get(
                "/api/v1/dead?page=" + encoded(page == null ? "1" : page) + parameter("&stage", line.value("--stage")));
        if (answer.status() != 200) {
            return refused(answer);
        }
        JsonNode list = answer.body();
        if (list.at("/total").asInt() == 0) {
            out.println("Nothing to see to: no call has failed for good, and every record could be read.");
        } else {
            table(list.at("/letters"));
            out.printf(
                    "%d in all%s, times in %s. Everything on one: ./aftercall dead show ID; have it done again:"
                            + " ./aftercall dead replay ID%n",
                    list.at("/total").asInt(), pages(list), zone.getId());
        }
        if (list.has("unchecked")) {
            out.println("Not checked: " + list.at("/unchecked").asString());
        }
        return OK;
    }

    private void table(JsonNode letters) {
        Table table = new Table("ID", "WHEN", "CALL", "STAGE", "REASON");
        for (JsonNode each : letters) {
            table.row(text(each, "id"), when(each), text(each, "callKey"), text(each, "stage"), text(each, "reason"));
        }
        table.lines().forEach(each -> out.println(terminal.columns() > 0 ? terminal.cut(each) : each));
    }

    private static String pages(JsonNode list) {
        int page = list.at("/page").asInt();
        int pages = list.at("/pages").asInt();
        return pages < 2 ? "" : ", page %d of %d (--page=N)".formatted(page, pages);
    }

    private int show(CommandLine line) throws IOException, InterruptedException {
        ServiceClient.Answer answer = service.get("/api/v1/dead/" + encoded(one(line, "show")));
        if (answer.status() != 200) {
            return refused(answer);
        }
        JsonNode letter = answer.body();
        out.println("id      " + text(letter, "id"));
        out.println("when    " + when(letter) + " " + zone.getId());
        out.println("call    " + text(letter, "callKey"));
        out.println("stage   " + text(letter, "stage"));
        out.println("reason  " + text(letter, "reason"));
        if (letter.has("topic")) {
            out.println("topic   " + text(letter, "topic"));
        }
        String file = line.value("--save");
        if (file != null) {
            save(letter, Path.of(file));
        } else {
            event(letter);
        }
        return OK;
    }

    private void save(JsonNode letter, Path file) throws IOException {
        byte[] event = letter.has("eventBase64")
                ? letter.at("/eventBase64").binaryValue()
                : text(letter, "event").getBytes(StandardCharsets.UTF_8);
        Files.write(file, event);
        out.printf("event   %d bytes, saved as %s%n", event.length, file);
    }

    private void event(JsonNode letter) {
        int bytes = letter.at("/eventBytes").asInt();
        if (letter.has("eventMissing")) {
            out.println("event   none: " + text(letter, "eventMissing"));
        } else if (letter.has("eventBase64")) {
            out.printf("event   %d bytes that are no text; --save=FILE saves them%n", bytes);
        } else {
            String event = pretty(text(letter, "event"));
            out.printf("event   %d bytes%n", bytes);
            out.println(event.substring(0, Math.min(event.length(), MOST_SHOWN)));
            if (event.length() > MOST_SHOWN) {
                out.printf("... %d characters more; --save=FILE saves the whole event%n", event.length() - MOST_SHOWN);
            }
        }
    }

    private static String pretty(String event) {
        try {
            return PRETTY.writeValueAsString(PRETTY.readTree(event));
        } catch (JacksonException e) {
            // What could not be read may well not be JSON; it is shown as it is.
            return event;
        }
    }

    private int replay(CommandLine line) throws IOException, InterruptedException {
        if (line.has("--all")) {
            return replayAll(line);
        }
        if (line.has("--from")) {
            throw new IllegalArgumentException("--from goes with --all; for one letter it is --stage");
        }
        if (line.words().isEmpty()) {
            throw new IllegalArgumentException("dead replay wants the ids of dead letters, or --all");
        }
        int code = OK;
        for (String id : line.words()) {
            ServiceClient.Answer answer = service.post(
                    "/api/v1/dead/" + encoded(id) + "/replay" + parameter("?stage", line.value("--stage")));
            if (answer.status() == 200) {
                sent(answer.body());
            } else {
                code = refused(answer);
            }
        }
        return code;
    }

    private int replayAll(CommandLine line) throws IOException, InterruptedException {
        if (!line.words().isEmpty()) {
            throw new IllegalArgumentException("dead replay --all takes no ids");
        }
        ServiceClient.Answer answer = service.post("/api/v1/dead/replay?all"
                + parameter("&stage", line.value("--stage"))
                + parameter("&from", line.value("--from")));
        if (answer.status() != 200) {
            return refused(answer);
        }
        answer.body().at("/sent").forEach(this::sent);
        for (JsonNode each : answer.body().at("/notSent")) {
            System.err.printf("aftercall: %s not replayed: %s%n", text(each, "id"), text(each, "detail"));
        }
        out.printf(
                "%d replayed, %d not%n",
                answer.body().at("/sent").size(), answer.body().at("/notSent").size());
        return answer.body().at("/notSent").isEmpty() ? OK : FAILED;
    }

    private void sent(JsonNode sent) {
        int bytes = sent.at("/bytes").asInt();
        out.printf(
                "%s: call %s is taken up at %s; %s%n",
                text(sent, "id"),
                text(sent, "callKey"),
                text(sent, "stage"),
                bytes == 0
                        ? "it was given to " + text(sent, "to")
                        : "%d bytes sent to %s".formatted(bytes, text(sent, "to")));
    }

    private static String one(CommandLine line, String verb) {
        if (line.words().size() != 1) {
            throw new IllegalArgumentException("dead " + verb + " wants the id of one dead letter");
        }
        return line.words().getFirst();
    }

    private static int refused(ServiceClient.Answer answer) {
        System.err.println("aftercall: " + answer.detail());
        return FAILED;
    }

    private String when(JsonNode letter) {
        return WHEN.format(Instant.parse(text(letter, "at")).atZone(zone));
    }

    private static String text(JsonNode node, String field) {
        return node.at("/" + field).asString("");
    }

    private static String parameter(String name, @Nullable String value) {
        return value == null ? "" : name + "=" + encoded(value);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
