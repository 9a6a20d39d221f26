package io.aftercall.infra;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** {@code rules test FILE}: what a file of tag rules would change on past calls. */
final class RulesCommand {
    private final ServiceClient service;
    private final PrintStream out;

    RulesCommand(ServiceClient service, PrintStream out) {
        this.service = service;
        this.out = out;
    }

    /**
     * Returns the exit code: 0 shown, 1 the rules cannot be read.
     *
     * @throws IllegalArgumentException naming what cannot be understood
     * @throws IOException when the file cannot be read or the service does not answer
     */
    int run(List<String> arguments) throws IOException, InterruptedException {
        CommandLine line = CommandLine.parse(arguments, Set.of("--calls"));
        if (line.words().size() != 2 || !line.words().getFirst().equals("test")) {
            throw new IllegalArgumentException("it is rules test FILE, with --calls=N if you like");
        }
        Path file = Path.of(line.words().getLast());
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("there is no file " + file);
        }
        String calls = line.value("--calls");
        String name = URLEncoder.encode(String.valueOf(file.getFileName()), StandardCharsets.UTF_8);
        ServiceClient.Answer answer = service.post(
                "/api/v1/rules/test?file=" + name + (calls == null ? "" : "&calls=" + calls), Files.readAllBytes(file));
        if (answer.status() != 200) {
            System.err.println("aftercall: " + answer.detail());
            return 1;
        }
        show(answer.body());
        return 0;
    }

    private void show(JsonNode trial) {
        if (!trial.at("/tags").isEmpty()) {
            Table table = new Table("TAG", "NOW", "THEN");
            for (JsonNode each : trial.at("/tags")) {
                table.row(
                        each.at("/tag").asString(),
                        each.at("/now").asString(),
                        each.at("/then").asString());
            }
            table.lines().forEach(out::println);
            out.println();
        }
        for (JsonNode each : trial.at("/examples")) {
            out.println(each.at("/callKey").asString());
            each.at("/gained").forEach(tag -> out.println("  + " + tag.asString() + quote(each, tag.asString())));
            each.at("/lost").forEach(tag -> out.println("  - " + tag.asString()));
        }
        trial.at("/givenUp")
                .forEach(each -> out.printf(
                        "%s: %s takes too long there, so that it does not match%n",
                        each.at("/callKey").asString(), each.at("/tag").asString()));
        out.printf(
                "%d of the %d newest judged calls would have other tags%n",
                trial.at("/changed").asInt(), trial.at("/calls").asInt());
    }

    private static String quote(JsonNode change, String path) {
        for (JsonNode tag : change.at("/evidence")) {
            String its = "%s/%s/%s"
                    .formatted(
                            tag.at("/scene").asString(),
                            tag.at("/group").asString(),
                            tag.at("/tag").asString());
            if (its.equals(path) && tag.at("/evidence/0/quote").isString()) {
                return ": \"" + tag.at("/evidence/0/quote").asString() + "\"";
            }
        }
        return "";
    }
}
