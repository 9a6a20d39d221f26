package io.aftercall.notify;

class MemoryReminderBookTest extends ReminderBookContract {
    private final MemoryReminderBook book = new MemoryReminderBook();

    @Override
    protected ReminderBook book() {
        return book;
    }
}
