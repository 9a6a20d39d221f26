package io.aftercall.notify;

import io.aftercall.analyze.CallIndex;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.Gate;
import io.aftercall.notify.chat.WebhookChat;
import java.net.URI;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The notify stage. Needs a {@link ReminderEvents}, a {@link CallIndex}, the clients of S3 and Elasticsearch and a clock.
 */
@Configuration(proxyBeanMethods = false)
@Import(ReminderBookConfiguration.class)
public class NotifyConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(NotifyConfiguration.class);

    @Bean
    Reminders reminders(
            CallFolder folder,
            ReminderBook book,
            PlannedReminders planned,
            NotifySettings settings,
            @Value("${aftercall.public-url}") URI pages) {
        ReminderText text = new ReminderText(settings.language(), pages);
        return new Reminders(folder, book, planned, text, settings.hour());
    }

    @Bean
    ReminderClock reminderClock(
            CallFolder folder,
            ReminderBook book,
            CallIndex index,
            ReminderEvents events,
            NotifySettings settings,
            Gate gate,
            Clock clock) {
        if (settings.chatUrl() == null) {
            LOG.warn("no chat is configured (CHAT_WEBHOOK_URL): reminders are planned and kept, none is posted");
            return ReminderClock.STOPPED;
        }
        Chat chat = new WebhookChat(settings.chatUrl(), settings.chatTimeout(), clock, gate);
        return new ReminderClock(
                new ReminderSender(folder, book, chat, index, events, settings.lease(), settings.blame(), clock),
                settings.poll());
    }
}
