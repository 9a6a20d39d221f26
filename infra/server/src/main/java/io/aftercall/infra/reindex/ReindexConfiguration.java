package io.aftercall.infra.reindex;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.IndexSettings;
import io.aftercall.infra.line.KafkaSettings;
import io.aftercall.infra.line.Patience;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import io.aftercall.notify.PlannedReminders;
import io.aftercall.notify.ReminderBookConfiguration;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The reindex in the api role. Needs a {@link CallIndex}, Kafka as the stages see it, and a clock. */
@Configuration(proxyBeanMethods = false)
@Import(ReminderBookConfiguration.class)
public class ReindexConfiguration {
    @Bean
    Reindex reindex(
            CallFolder folder,
            PlannedReminders reminders,
            CallIndex index,
            ElasticsearchClient client,
            IndexSettings settings,
            @Qualifier("indexDependency") Dependency dependency,
            Gate gate,
            KafkaSettings kafka,
            Clock clock) {
        ReindexMark mark = new ReindexMark(client, settings, dependency, gate);
        return new Reindex(folder, reminders, index, mark, new Unrecorded(kafka), Patience.MINUTES, clock);
    }

    @Bean
    ReindexApi reindexApi(Reindex reindex) {
        return new ReindexApi(reindex);
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> reindexAfterAKill(Reindex reindex) {
        return ready -> reindex.resume();
    }
}
