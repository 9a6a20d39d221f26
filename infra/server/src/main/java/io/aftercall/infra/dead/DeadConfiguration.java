package io.aftercall.infra.dead;

import io.aftercall.analyze.CallIndex;
import io.aftercall.infra.line.EventPublisher;
import io.aftercall.infra.line.KafkaSettings;
import io.aftercall.ingest.CallFolder;
import io.aftercall.notify.PlannedReminders;
import io.aftercall.notify.ReminderBookConfiguration;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Dead letters in the api role. Needs a {@link CallIndex}, Kafka as the stages see it, and a clock. */
@Configuration(proxyBeanMethods = false)
@Import(ReminderBookConfiguration.class)
public class DeadConfiguration {
    @Bean
    DeadApi deadApi(
            KafkaSettings kafka,
            EventPublisher publisher,
            CallFolder folder,
            PlannedReminders reminders,
            CallIndex index,
            Clock clock) {
        return new DeadApi(new DeadLetters(kafka, index), new Replay(publisher, folder, reminders, index, clock));
    }
}
