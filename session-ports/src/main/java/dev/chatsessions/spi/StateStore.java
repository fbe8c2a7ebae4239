package dev.chatsessions.spi;

import dev.chatsessions.JsonValue;
import dev.chatsessions.SessionId;
import dev.chatsessions.session.StateEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps the shared state of sessions, one entry per key. */
public interface StateStore {

    /** All entries by ascending key, in the order of their UTF-8 bytes. */
    List<StateEntry> entries(SessionAccess access, SessionId session);

    /** The entry under the key; empty when there is none, or without access. */
    Optional<StateEntry> find(SessionAccess access, SessionId session, String key);

    /** How much there is, entries that expired included. While the session's lock is held, none is added. */
    Size size(SessionId session);

    /** How many entries each of the sessions has, entries that expired included; a session without any is left out. */
    Map<SessionId, Integer> counts(List<SessionId> sessions);

    /** Keeps the entry in place of the one under its key. The session's lock is held. */
    void put(SessionId session, StateEntry entry);

    /** Takes the entry away, if there is one. The session's lock is held. */
    void remove(SessionId session, String key);

    /** The session of each entry that expired before {@code before}, longest ago first. Without a lock. */
    List<SessionId> expired(Instant before, int limit);

    /**
     * How much state a session has.
     *
     * @param bytes of all values, as {@link JsonValue#bytes()} counts them
     */
    record Size(int entries, long bytes) {}
}
