package io.aftercall.simulator;

import io.aftercall.simulator.pbx.TelephonySystem;
import io.aftercall.simulator.pbx.TelephonySystems;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /simulator/...}, on every port: faults, statistics and hangups by HTTP.
 *
 * @param played the telephony system that hangs up unless another is asked for; null: each call's own
 */
record Controls(
        Faults.Control faults,
        Stats stats,
        Switchboard switchboard,
        @Nullable TelephonySystem played) {

    boolean handles(Exchange exchange) {
        return exchange.path().startsWith("/simulator/");
    }

    void handle(Exchange exchange) throws IOException {
        try {
            exchange.answer(reply(exchange));
        } catch (IllegalArgumentException | JacksonException e) {
            exchange.answer(Reply.json(400, Map.of("detail", String.valueOf(e.getMessage()))));
        }
    }

    private Reply reply(Exchange exchange) throws IOException {
        return switch (exchange.method() + " " + exchange.path()) {
            case "GET /simulator/faults" -> Reply.json(faults.get());
            case "PUT /simulator/faults" -> {
                JsonNode changes = Reply.JSON.readTree(exchange.bodyAsText());
                faults.update(before -> merged(before, changes));
                yield Reply.json(faults.get());
            }
            case "GET /simulator/stats" -> Reply.json(stats.asMap());
            case "DELETE /simulator/stats" -> {
                stats.clear();
                yield Reply.json(stats.asMap());
            }
            case "POST /simulator/hangups" -> {
                JsonNode order = Reply.JSON.readTree(exchange.bodyAsText());
                String target = order.path("target").asString("");
                if (!target.startsWith("http")) {
                    throw new IllegalArgumentException("'target' must be the base URL to post to");
                }
                String pbx = order.path("pbx").asString("");
                Set<String> only = new HashSet<>();
                order.path("calls").forEach(call -> only.add(call.asString()));
                yield Reply.json(switchboard.hangUp(
                        order.path("lose").asBoolean(false) ? null : URI.create(target),
                        order.path("run").asString(""),
                        pbx.isEmpty() ? played : TelephonySystems.required(pbx),
                        only));
            }
            default -> Reply.json(404, Map.of("detail", "nothing at " + exchange.path()));
        };
    }

    /** What is not named stays as it is; what does not exist is refused. */
    private static Faults merged(Faults before, JsonNode changes) {
        ObjectNode all = Reply.JSON.valueToTree(before);
        changes.forEachEntry((name, value) -> {
            if (!all.has(name)) {
                throw new IllegalArgumentException(
                        "no such fault setting: " + name + "; there are " + all.propertyNames());
            }
            all.set(name, value);
        });
        return Reply.JSON.treeToValue(all, Faults.class);
    }
}
