package dev.chatsessions.session;

import java.util.List;
import java.util.Optional;

/** The shared state of a session: its entries by ascending key, at most 256. */
public record SessionState(List<StateEntry> entries) {

    public SessionState {
        entries = List.copyOf(entries);
    }

    /** The entry under {@code key}; empty when there is none. */
    public Optional<StateEntry> find(String key) {
        return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
    }
}
