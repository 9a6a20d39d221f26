package io.aftercall.notify;

/** Names of a reminder's objects in the call folder. */
final class ReminderFiles {
    private ReminderFiles() {}

    static String plan(Reminder reminder) {
        return "reminders/" + reminder.id() + ".json";
    }

    static String posting(Reminder reminder) {
        return "reminders/" + reminder.id() + ".posting.json";
    }

    static String sent(Reminder reminder) {
        return "reminders/" + reminder.id() + ".sent.json";
    }
}
