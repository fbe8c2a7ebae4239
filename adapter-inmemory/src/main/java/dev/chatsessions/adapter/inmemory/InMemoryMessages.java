package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.MessageId;
import dev.chatsessions.SessionId;
import dev.chatsessions.Text;
import dev.chatsessions.ThreadId;
import dev.chatsessions.UserId;
import dev.chatsessions.spi.MessageStore;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.MessageStatus;
import dev.chatsessions.thread.Part;
import dev.chatsessions.thread.ThreadPath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

final class InMemoryMessages implements MessageStore {

    private static final Comparator<Message> LATEST_FIRST = Comparator.comparing(Message::createdAt)
            .thenComparing(message -> message.id().value(), Order.OF_IDS)
            .reversed();

    private final Transaction transaction;

    InMemoryMessages(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public void append(Message message) {
        Storable.require("speaker", message.speaker());
        var tables = transaction.holding(message.session());
        var messages = tables.messages();
        if (messages.find(message.id()).isPresent()) {
            return;
        }
        var thread = tables.threads().require(message.session(), message.thread());
        if (thread.messages().isTaken(message.position())) {
            throw new IllegalStateException(
                    "position " + message.position() + " of thread " + message.thread() + " is taken");
        }
        messages.add(thread, message);
    }

    @Override
    public Optional<Message> find(SessionAccess access, ThreadId thread, MessageId message) {
        var tables = transaction.reading();
        return tables.threads()
                .find(access, thread)
                .flatMap(seen -> tables.messages()
                        .find(message)
                        .filter(found -> found.thread().equals(thread)));
    }

    @Override
    public Optional<History> history(SessionAccess access, ThreadId thread, long beforePosition, int limit) {
        var tables = transaction.reading();
        return tables.threads().kept(access, thread).map(kept -> history(kept, beforePosition, limit));
    }

    @Override
    public List<Message> later(SessionAccess access, ThreadId thread, long afterPosition, int limit) {
        return transaction.reading().threads().kept(access, thread).stream()
                .flatMap(kept -> kept.messages().closedAfter(afterPosition).limit(limit))
                .toList();
    }

    @Override
    public Optional<History> history(UserId owner, ThreadPath path, int limit) {
        var threads = transaction.reading().threads();
        return transaction
                .threads()
                .findByPath(owner, path)
                .flatMap(found -> threads.kept(found.thread().id()))
                .map(kept -> history(kept, Long.MAX_VALUE, limit));
    }

    @Override
    public List<Message> newest(SessionAccess access, Collection<ThreadId> threads, int places, long bytes) {
        var kept = transaction.reading().threads();
        var latestFirst = threads.stream()
                .distinct()
                .flatMap(thread -> kept.kept(access, thread).stream())
                .flatMap(thread -> thread.messages().closedBefore(Long.MAX_VALUE, places).stream()
                        .filter(message -> message.position() > thread.thread().lastPosition() - places))
                .sorted(LATEST_FIRST)
                .iterator();
        var newest = new ArrayList<Message>();
        var left = bytes;
        while (latestFirst.hasNext() && left >= 0) {
            var next = latestFirst.next();
            left -= Text.utf8Length(next.text());
            if (left >= 0) {
                newest.add(next);
            }
        }
        return List.copyOf(newest);
    }

    private static History history(KeptThread kept, long beforePosition, int limit) {
        var last = kept.messages().closedBefore(beforePosition, limit + 1);
        var older = last.size() > limit;
        return new History(kept.thread(), older ? last.subList(1, last.size()) : last, older);
    }

    @Override
    public void change(Message next) {
        var messages = transaction.holding(next.session()).messages();
        var stored = messages.find(next.id())
                .filter(message -> message.version() == next.version() - 1)
                .orElseThrow(() -> transaction.breakOff("message " + next.id() + " is not in the version before "
                        + next.version() + "; read it under the session's lock"));
        messages.replace(
                stored,
                new Message(
                        stored.id(),
                        stored.session(),
                        stored.thread(),
                        stored.position(),
                        stored.role(),
                        next.parts(),
                        stored.source(),
                        stored.speaker(),
                        next.status(),
                        stored.reply(),
                        next.createdAt(),
                        next.version()));
    }

    @Override
    public void finish(SessionId session, MessageId answer, MessageStatus end, List<Part> parts, Instant at) {
        var messages = transaction.holding(session).messages();
        messages.find(answer)
                .filter(stored -> stored.session().equals(session) && stored.status() == MessageStatus.OPEN)
                .ifPresent(stored -> messages.replace(stored, stored.finishedAs(end, parts, at)));
    }

    @Override
    public List<Message> all(SessionId session, ThreadId thread, Collection<MessageId> messages) {
        var stored = transaction.holding(session).messages();
        return messages.stream()
                .distinct()
                .flatMap(id -> stored.find(id).stream())
                .filter(message -> message.thread().equals(thread))
                .toList();
    }

    @Override
    public Set<Long> taken(SessionId session, ThreadId thread, Collection<Long> positions) {
        var messages =
                transaction.holding(session).threads().require(session, thread).messages();
        return positions.stream().filter(messages::isTaken).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void remove(SessionId session, MessageId message) {
        var messages = transaction.holding(session).messages();
        messages.find(message)
                .filter(stored -> stored.session().equals(session))
                .ifPresent(messages::remove);
    }

    @Override
    public void clear(SessionId session, ThreadId thread) {
        var tables = transaction.holding(session);
        tables.threads()
                .kept(thread)
                .filter(kept -> kept.isThere() && kept.thread().session().equals(session))
                .ifPresent(kept -> tables.messages().remove(kept, Integer.MAX_VALUE));
    }
}
