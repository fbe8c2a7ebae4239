package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.SessionId;
import dev.chatsessions.session.StateEntry;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The shared state of sessions. */
final class StateRows {

    private final Table<Place, Kept> entries;

    private final Listing<SessionId, String, Kept> bySession;

    private final Listing<Boolean, Expiry, Kept> byExpiry;

    StateRows(Journal journal) {
        entries = new Table<>(journal, Kept::place);
        bySession = entries.listing(
                kept -> Optional.of(kept.session()), kept -> kept.entry().key(), Order.OF_TEXTS);
        byExpiry = entries.listing(kept -> kept.entry().expiresAt().map(at -> true), Expiry::of, Expiry.ORDER);
    }

    Optional<StateEntry> find(SessionId session, String key) {
        return entries.find(new Place(session, key)).map(Kept::entry);
    }

    /** By key. */
    Stream<StateEntry> of(SessionId session) {
        return bySession.of(session).ascending().map(Kept::entry);
    }

    void put(SessionId session, StateEntry entry) {
        entries.put(new Kept(session, entry));
    }

    void remove(SessionId session, String key) {
        entries.find(new Place(session, key)).ifPresent(entries::remove);
    }

    /** Removes up to {@code limit} of the session's and returns how many. */
    int clear(SessionId session, int limit) {
        return entries.remove(bySession.of(session).ascending(), limit);
    }

    /** Whose they are, longest ago first. */
    Stream<SessionId> expiredBefore(Instant before) {
        return byExpiry.of(true)
                .ascending()
                .takeWhile(kept -> kept.isOverBy(before))
                .map(Kept::session);
    }

    private record Place(SessionId session, String key) {}

    private record Kept(SessionId session, StateEntry entry) {

        Place place() {
            return new Place(session, entry.key());
        }

        boolean isOverBy(Instant before) {
            return entry.expiresAt().orElseThrow().isBefore(before);
        }
    }

    private record Expiry(Instant at, Place place) {

        static final Comparator<Expiry> ORDER = Comparator.comparing(Expiry::at)
                .thenComparing(expiry -> expiry.place().session().value(), Order.OF_IDS)
                .thenComparing(expiry -> expiry.place().key(), Order.OF_TEXTS);

        static Expiry of(Kept kept) {
            return new Expiry(kept.entry().expiresAt().orElseThrow(), kept.place());
        }
    }
}
