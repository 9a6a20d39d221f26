/** Follow-ups over HTTP: a ticket or a filter enters, reminders and what became of them leave. */
@NullMarked
package io.aftercall.notify.api;

import org.jspecify.annotations.NullMarked;
