package io.aftercall.notify;

/** Names of a reminder's objects in the call folder. */
final class ReminderFiles {
    private ReminderFiles() {}

    static String plan(String id) {
        return "reminders/" + id + ".json";
    }

    /** Of a plan that was made without one. */
    static String followUp(String id) {
        return "reminders/" + id + ".follow-up.json";
    }

    static String posting(String id) {
        return "reminders/" + id + ".posting.json";
    }

    static String dismissed(String id) {
        return "reminders/" + id + ".dismissed.json";
    }

    static String sent(String id) {
        return "reminders/" + id + ".sent.json";
    }
}
