package io.aftercall.notify;

import java.time.Instant;

/** A reminder has been posted to the sales chat. Topic {@code reminders.sent}. */
public record ReminderSent(String callKey, String reminderId, Instant at) {}
