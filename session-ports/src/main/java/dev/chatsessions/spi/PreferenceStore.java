package dev.chatsessions.spi;

import dev.chatsessions.UserId;
import dev.chatsessions.webhook.ListenPreferences;
import java.util.Optional;

/** Keeps when users' devices are answered. */
public interface PreferenceStore {

    /** The user's; empty for who never changed any. */
    Optional<ListenPreferences> find(UserId user);

    /** Keeps the user's if its version is still {@code expectedVersion}, 0 for none; otherwise false. */
    boolean put(UserId user, ListenPreferences next, long expectedVersion);
}
