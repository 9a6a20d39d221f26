package io.aftercall.notify;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.CallFolderConfiguration;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import io.aftercall.notify.book.ElasticsearchReminderBook;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The book of reminders and what fills it, without posting any. Needs the clients of S3 and Elasticsearch, a {@link Gate}
 * and a clock.
 */
@Configuration(proxyBeanMethods = false)
@Import(CallFolderConfiguration.class)
@EnableConfigurationProperties(NotifySettings.class)
public class ReminderBookConfiguration {
    @Bean
    ReminderBook reminderBook(
            ElasticsearchClient client, @Qualifier("indexDependency") Dependency indexDependency, Gate gate) {
        return new ElasticsearchReminderBook(client, indexDependency, gate);
    }

    @Bean
    PlannedReminders plannedReminders(CallFolder folder, ReminderBook book, NotifySettings settings, Clock clock) {
        return new PlannedReminders(folder, book, settings.lease(), clock);
    }
}
