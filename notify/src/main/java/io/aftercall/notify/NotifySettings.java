package io.aftercall.notify;

import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings under {@code aftercall.notify}.
 *
 * @param inFlight calls whose reminder is planned at the same time
 * @param chatUrl the sales chat's webhook; without it reminders are planned and kept, and none is posted
 * @param language of the messages: en, ru or zh
 * @param hour how long an hour of a reminder's delay lasts; the demo shortens it to show reminders at once
 * @param poll how often due reminders are looked for; shorter is more punctual and asks the index more often
 * @param lease how long a reminder stays with the process that posts it; shorter repeats sooner after a crash, but it must
 *     be at least twice {@code chatTimeout}, or a slow chat is sent the same twice
 * @param chatTimeout for one post
 * @param blame how long a reminder has to fail while the chat takes others, eight times at least, before it has failed
 */
@Validated
@ConfigurationProperties(value = "aftercall.notify", ignoreUnknownFields = false)
public record NotifySettings(
        @DefaultValue("32") @Min(1) int inFlight,
        @Nullable URI chatUrl,
        @DefaultValue("en") Locale language,
        @DefaultValue("1h") Duration hour,
        @DefaultValue("1s") Duration poll,
        @DefaultValue("30s") Duration lease,
        @DefaultValue("10s") Duration chatTimeout,
        @DefaultValue("30m") Duration blame) {

    public NotifySettings {
        if (lease.compareTo(chatTimeout.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException("aftercall.notify.lease (%s) must be at least twice chat-timeout (%s)"
                    .formatted(lease, chatTimeout));
        }
    }
}
