package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.DeviceId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.UserId;
import dev.chatsessions.adapter.inmemory.ConversationRows.Row;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.spi.ConversationStore;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.StoredConversation;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

final class InMemoryConversations implements ConversationStore {

    private final Transaction transaction;

    InMemoryConversations(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public void insert(StoredConversation conversation, Optional<UserId> owner) {
        Storable.require("origin", conversation.origin());
        var rows = transaction.holding(conversation.session()).conversations();
        requireRoom(rows, conversation);
        rows.put(new Row(conversation, owner));
    }

    @Override
    public Optional<StoredConversation> find(SessionAccess access, ThreadId thread) {
        var tables = transaction.reading();
        return tables.threads()
                .find(access, thread)
                .flatMap(seen -> tables.conversations().find(thread))
                .map(Row::stored);
    }

    @Override
    public Optional<Hearing> lockHearing(
            SessionAccess access, DeviceId device, String key, Collection<String> segments) {
        return transaction
                .deviceLinks()
                .findLasting(device)
                .flatMap(link -> transaction.sessions().findByKey(link.owner(), SessionKind.DEVICE, key))
                .flatMap(session -> transaction.sessions().lock(access, session.id()))
                .map(locked -> hearing(locked.session(), segments));
    }

    @Override
    public Hearing hearing(Session session, Collection<String> segments) {
        var rows = transaction.holding(session.id()).conversations();
        var open = rows.open(session.id()).map(Row::stored);
        return new Hearing(
                session,
                open,
                open.flatMap(found -> transaction.reading().threads().find(found.thread())),
                rows.of(session.id())
                        .descending()
                        .map(Row::stored)
                        .filter(found -> found.endedAt().isPresent())
                        .findFirst(),
                transaction.segments().find(session.id(), segments),
                session.owner().flatMap(transaction.preferences()::find));
    }

    @Override
    public Optional<StoredConversation> open(SessionId session) {
        return transaction.reading().conversations().open(session).map(Row::stored);
    }

    @Override
    public Optional<StoredConversation> findByOrigin(SessionId session, String origin) {
        return transaction
                .reading()
                .conversations()
                .findByOrigin(session, origin)
                .map(Row::stored);
    }

    @Override
    public void change(StoredConversation next) {
        Storable.require("origin", next.origin());
        var rows = transaction.holding(next.session()).conversations();
        var before = rows.find(next.thread())
                .filter(row -> row.stored().revision() == next.revision() - 1)
                .orElseThrow(() -> transaction.breakOff("conversation " + next.thread()
                        + " is not in the revision before " + next.revision() + "; read it under the session's lock"));
        requireRoom(rows, next);
        rows.put(before.with(next));
    }

    @Override
    public void give(SessionId session, UserId owner) {
        var rows = transaction.holding(session).conversations();
        rows.of(session).ascending().toList().forEach(row -> rows.put(new Row(row.stored(), Optional.of(owner))));
    }

    @Override
    public List<StoredConversation> list(UserId owner, Optional<Position> after, int limit) {
        var tables = transaction.reading();
        var all = tables.conversations().byStart(owner);
        return after.map(place -> all.descendingBefore(
                        new Moment(place.startedAt(), place.thread().value())))
                .orElseGet(all::descending)
                .filter(row -> isSeen(tables, owner, row))
                .map(Row::stored)
                .limit(limit)
                .toList();
    }

    @Override
    public Optional<StoredConversation> current(UserId owner) {
        var tables = transaction.reading();
        return tables.conversations()
                .byTurn(owner)
                .descending()
                .filter(row -> isSeen(tables, owner, row))
                .map(Row::stored)
                .findFirst();
    }

    @Override
    public List<Candidate> due(Instant now, int limit) {
        return transaction
                .reading()
                .conversations()
                .byDue()
                .map(Row::stored)
                .takeWhile(stored -> !stored.due().orElseThrow().isAfter(now))
                .map(stored -> new Candidate(stored.session(), stored.thread()))
                .limit(limit)
                .toList();
    }

    private static boolean isSeen(Tables tables, UserId owner, Row row) {
        return tables.threads().find(row.stored().thread()).isPresent()
                && tables.sessions()
                        .find(row.stored().session())
                        .filter(session -> session.owner().equals(Optional.of(owner)))
                        .isPresent();
    }

    private static void requireRoom(ConversationRows rows, StoredConversation next) {
        var open = rows.open(next.session())
                .filter(row ->
                        next.endedAt().isEmpty() && !row.stored().thread().equals(next.thread()));
        var named = next.origin()
                .flatMap(origin -> rows.findByOrigin(next.session(), origin))
                .filter(row -> !row.stored().thread().equals(next.thread()));
        if (open.isPresent() || named.isPresent()) {
            throw new IllegalStateException("session " + next.session() + " has such a conversation already");
        }
    }
}
