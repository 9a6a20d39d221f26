package io.aftercall.embedded;

import java.nio.file.Path;
import java.time.Duration;

/** A process with a home, a broker and a node, for {@link ParentDeathIT} to kill. */
final class ParentMain {
    private ParentMain() {}

    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]);
        HomeLock lock = HomeLock.acquire(home, Duration.ZERO);
        EmbeddedKafka kafka = EmbeddedKafka.start(home.resolve("kafka"));
        EmbeddedElasticsearch elasticsearch = EmbeddedElasticsearch.start(home.resolve("elasticsearch"));
        System.out.println(kafka.process().pid());
        System.out.println(elasticsearch.process().pid());
        Thread.sleep(Duration.ofHours(1));
        lock.close();
    }
}
