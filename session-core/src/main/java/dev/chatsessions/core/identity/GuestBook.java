package dev.chatsessions.core.identity;

import dev.chatsessions.Caller;
import dev.chatsessions.spi.Stores;

/** Says of a guest with a good token whether the session to which it invites is still there for him. */
public interface GuestBook {

    boolean isWelcome(Stores stores, Caller.SessionGuest guest);
}
