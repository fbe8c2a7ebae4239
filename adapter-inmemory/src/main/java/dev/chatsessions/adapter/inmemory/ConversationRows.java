package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.UserId;
import dev.chatsessions.spi.StoredConversation;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The conversations, those of deleted threads too until they are purged. */
final class ConversationRows {

    private final Table<ThreadId, Row> conversations;

    private final Lookup<SessionId, Row> open;

    private final Lookup<Origin, Row> byOrigin;

    private final Listing<SessionId, UUID, Row> bySession;

    private final Listing<UserId, Moment, Row> byStart;

    private final Listing<UserId, Moment, Row> byTurn;

    private final Listing<Boolean, Moment, Row> byDue;

    ConversationRows(Journal journal) {
        conversations = new Table<>(journal, row -> row.stored().thread());
        open = conversations.lookup(row -> Optional.of(row.stored().session())
                .filter(any -> row.stored().endedAt().isEmpty()));
        byOrigin = conversations.lookup(row ->
                row.stored().origin().map(origin -> new Origin(row.stored().session(), origin)));
        bySession = conversations.listing(row -> Optional.of(row.stored().session()), Row::id, Order.OF_IDS);
        byStart =
                conversations.listing(Row::owner, row -> new Moment(row.stored().startedAt(), row.id()), Moment.ORDER);
        byTurn =
                conversations.listing(Row::owner, row -> new Moment(row.stored().turnedAt(), row.id()), Moment.ORDER);
        byDue = conversations.listing(
                row -> row.stored().due().map(due -> true),
                row -> new Moment(row.stored().due().orElseThrow(), row.id()),
                Moment.ORDER);
    }

    Optional<Row> find(ThreadId thread) {
        return conversations.find(thread);
    }

    Optional<Row> open(SessionId session) {
        return open.find(session);
    }

    Optional<Row> findByOrigin(SessionId session, String origin) {
        return byOrigin.find(new Origin(session, origin));
    }

    Ordered<UUID, Row> of(SessionId session) {
        return bySession.of(session);
    }

    Ordered<Moment, Row> byStart(UserId owner) {
        return byStart.of(owner);
    }

    Ordered<Moment, Row> byTurn(UserId owner) {
        return byTurn.of(owner);
    }

    /** Longest due first. */
    Stream<Row> byDue() {
        return byDue.of(true).ascending();
    }

    void put(Row row) {
        conversations.put(row);
    }

    /** Removes the conversation of the thread, if it is one, and returns how many that were. */
    int remove(ThreadId thread) {
        return conversations.remove(conversations.find(thread).stream(), 1);
    }

    /**
     * A conversation.
     *
     * @param owner in whose lists it is
     */
    record Row(StoredConversation stored, Optional<UserId> owner) {

        UUID id() {
            return stored.thread().value();
        }

        Row with(StoredConversation next) {
            return new Row(next, owner);
        }
    }

    private record Origin(SessionId session, String id) {}
}
