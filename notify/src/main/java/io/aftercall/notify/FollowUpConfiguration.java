package io.aftercall.notify;

import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.Ids;
import io.aftercall.ingest.CallFolder;
import io.aftercall.notify.api.FollowUpApi;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneId;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Follow-ups over HTTP, for the api role. Needs a {@link CallIndex}, {@link Ids} and what the book needs. */
@Configuration(proxyBeanMethods = false)
@Import(ReminderBookConfiguration.class)
public class FollowUpConfiguration {
    @Bean
    FollowUpApi followUpApi(
            CallFolder folder,
            ReminderBook book,
            PlannedReminders planned,
            NotifySettings settings,
            CallIndex index,
            Ids ids,
            Clock clock,
            @Value("${aftercall.public-url}") URI pages,
            @Value("${aftercall.time-zone:UTC}") ZoneId zone) {
        ReminderText text = new ReminderText(settings.language(), pages);
        return new FollowUpApi(
                new FollowUps(folder, book, planned, index, text, settings.hour(), clock), index, ids, zone);
    }
}
