/** The reminder book in Elasticsearch: planned reminders enter, due ones leave to whoever claims them. */
@NullMarked
package io.aftercall.notify.book;

import org.jspecify.annotations.NullMarked;
