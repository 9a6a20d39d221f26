/** Chats: a reminder enters, a message in the sales people's chat leaves. */
@NullMarked
package io.aftercall.notify.chat;

import org.jspecify.annotations.NullMarked;
