package io.aftercall.infra.reindex;

import io.aftercall.analyze.CallIndex;
import io.aftercall.infra.line.KafkaSettings;
import io.aftercall.ingest.CallFolder;
import io.aftercall.notify.PlannedReminders;
import io.aftercall.notify.ReminderBookConfiguration;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The reindex in the api role. Needs a {@link CallIndex}, Kafka as the stages see it, and a clock. */
@Configuration(proxyBeanMethods = false)
@Import(ReminderBookConfiguration.class)
public class ReindexConfiguration {
    /** Five minutes of a dependency being away; then a person should know. */
    private static final Reindex.Patience PATIENCE = new Reindex.Patience(100, Duration.ofSeconds(3));

    @Bean
    ReindexApi reindexApi(
            CallFolder folder, PlannedReminders reminders, CallIndex index, KafkaSettings kafka, Clock clock) {
        return new ReindexApi(new Reindex(folder, reminders, index, new Unrecorded(kafka), PATIENCE, clock));
    }
}
