package io.aftercall.infra.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How fast notifications of 1 KB are taken.
 *
 * @param concurrent clients, each with one notification on its way
 * @param ours until Kafka has it
 * @param bare the same server answering without Kafka
 * @param kafka plain producing, acks=all, as many records on their way
 */
record WebhookRun(int concurrent, Rate ours, Rate bare, Rate kafka) {
    /** @param failed answers other than the one expected */
    record Rate(int requests, int failed, double seconds, Percentiles millis) {
        double perSecond() {
            return requests / seconds;
        }

        Map<String, Object> asMap() {
            return Map.of("perSecond", perSecond(), "failed", failed, "millis", millis.asMap());
        }
    }

    Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("concurrent", concurrent);
        map.put("ours", ours.asMap());
        map.put("withoutKafka", bare.asMap());
        map.put("kafkaAlone", kafka.asMap());
        map.put("shareOfWithoutKafka", ours.perSecond() / bare.perSecond());
        return map;
    }

    void show(Table table) {
        table.head("Webhook, %d clients".formatted(concurrent), "ours", "without Kafka", "Kafka alone");
        table.row("per second", whole(ours.perSecond()), whole(bare.perSecond()), whole(kafka.perSecond()));
        for (double share : new double[] {0.5, 0.99}) {
            table.row(
                    "p%.0f, ms".formatted(share * 100),
                    number(ours.millis.at(share)),
                    number(bare.millis.at(share)),
                    number(kafka.millis.at(share)));
        }
        table.row("failed", "" + ours.failed, "" + bare.failed, "" + kafka.failed);
        table.row("share of the server without Kafka", "%.3f".formatted(ours.perSecond() / bare.perSecond()), "", "");
    }

    private static String whole(double value) {
        return "%.0f".formatted(value);
    }

    private static String number(double value) {
        return "%.1f".formatted(value);
    }
}
