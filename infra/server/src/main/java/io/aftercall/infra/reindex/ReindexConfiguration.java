package io.aftercall.infra.reindex;

import io.aftercall.analyze.CallIndex;
import io.aftercall.infra.line.KafkaSettings;
import io.aftercall.infra.line.Patience;
import io.aftercall.ingest.CallFolder;
import io.aftercall.notify.PlannedReminders;
import io.aftercall.notify.ReminderBookConfiguration;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The reindex in the api role. Needs a {@link CallIndex}, Kafka as the stages see it, and a clock. */
@Configuration(proxyBeanMethods = false)
@Import(ReminderBookConfiguration.class)
public class ReindexConfiguration {
    @Bean
    ReindexApi reindexApi(
            CallFolder folder, PlannedReminders reminders, CallIndex index, KafkaSettings kafka, Clock clock) {
        return new ReindexApi(new Reindex(folder, reminders, index, new Unrecorded(kafka), Patience.MINUTES, clock));
    }
}
