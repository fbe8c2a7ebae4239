package dev.chatsessions.core.thread;

import com.google.common.collect.Lists;
import dev.chatsessions.Caller;
import dev.chatsessions.LogScope;
import dev.chatsessions.MessageId;
import dev.chatsessions.RequestKey;
import dev.chatsessions.ThreadId;
import dev.chatsessions.TokenCount;
import dev.chatsessions.UserId;
import dev.chatsessions.core.session.Activity;
import dev.chatsessions.core.session.SessionRules;
import dev.chatsessions.core.work.Access;
import dev.chatsessions.core.work.Gathering;
import dev.chatsessions.core.work.RequestKeys;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.session.Session;
import dev.chatsessions.spi.IdSource;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.ThreadStore.LockedThread;
import dev.chatsessions.thread.Appended;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.MessageStatus;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.usage.UsageEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Stores messages that need no answer from here, those of several callers together where they come at once. Thread-safe. */
final class Appending implements Gathering.Work<Appending.Wish, Appended> {

    private final Transactions transactions;

    private final IdSource ids;

    private final Duration sharedExpiry;

    private final Gathering<Wish, Appended> gathering = new Gathering<>(this);

    Appending(Transactions transactions, IdSource ids, Duration sharedExpiry) {
        this.transactions = transactions;
        this.ids = ids;
        this.sharedExpiry = sharedExpiry;
    }

    /** Messages to be stored, with the ids of what will be stored. */
    record Wish(
            SessionAccess access,
            ThreadId thread,
            List<NewMessage> messages,
            List<UUID> ids,
            Optional<TokenCount> tokens,
            UUID entry) {}

    Appended append(
            Caller caller,
            ThreadId thread,
            List<NewMessage> messages,
            Optional<TokenCount> tokens,
            RequestKey requestKey) {
        var access = Access.toWrite(caller);
        var checked = MessageRules.checked(messages);
        var wish = new Wish(access, thread, checked, newIds(checked.size()), tokens, ids.next());
        // One with a key may have to wait for its copy, and nobody else should wait with it.
        return requestKey instanceof RequestKey.None ? gathering.run(wish) : once(caller, wish, requestKey);
    }

    private List<UUID> newIds(int count) {
        var made = new ArrayList<UUID>(count);
        for (var i = 0; i < count; i++) {
            made.add(ids.next());
        }
        return made;
    }

    private Appended once(Caller caller, Wish wish, RequestKey requestKey) {
        return transactions.write(
                wish.access,
                writing -> RequestKeys.once(
                        writing,
                        caller,
                        "append " + wish.thread,
                        requestKey,
                        List.of(wish.messages, wish.tokens),
                        Lists.transform(wish.ids, UUID::toString),
                        results -> replayed(writing, wish.access, wish.thread, results),
                        () -> stored(writing, wish)));
    }

    @Override
    public Appended alone(Wish wish) {
        return transactions.write(wish.access, writing -> stored(writing, wish));
    }

    private Appended stored(Writing writing, Wish wish) {
        var stores = writing.stores();
        var locked = stores.threads()
                .lock(wish.access, wish.thread)
                .orElseThrow(() -> Access.missing(stores, wish.access, wish.thread));
        SessionRules.requireOpenForMessages(session(writing, locked));
        var stored = stored(writing, locked, wish);
        stores.threads().record(stored.thread());
        return stored;
    }

    @Override
    public List<Optional<Appended>> together(List<Wish> wishes) {
        var wanted = new HashMap<ThreadId, SessionAccess>();
        wishes.forEach(wish -> wanted.putIfAbsent(wish.thread, wish.access));
        return transactions.own().write(writing -> {
            var threads = writing.stores().threads();
            var locked = threads.tryLockAll(wanted).stream()
                    .collect(Collectors.toMap(one -> one.thread().id(), one -> one));
            var grown = new HashMap<ThreadId, ChatThread>();
            var stored = new ArrayList<Optional<Appended>>(wishes.size());
            for (var wish : wishes) {
                var appended = Optional.ofNullable(locked.get(wish.thread))
                        .filter(held -> wish.access.equals(wanted.get(wish.thread)) && isOpen(writing, held))
                        .map(held -> stored(writing, standing(held, grown), wish));
                appended.ifPresent(one -> grown.put(wish.thread, one.thread()));
                stored.add(appended);
            }
            grown.values().forEach(threads::record);
            return stored;
        });
    }

    private boolean isOpen(Writing writing, LockedThread locked) {
        return session(writing, locked).status().isLive();
    }

    /** The thread as it stands after what was stored in it before. */
    private static LockedThread standing(LockedThread locked, Map<ThreadId, ChatThread> grown) {
        var thread = locked.thread();
        return new LockedThread(locked.locked(), grown.getOrDefault(thread.id(), thread));
    }

    @Override
    public long weight(Wish wish) {
        return wish.messages.stream()
                .mapToLong(message -> MessageRules.bytes(message.parts()))
                .sum();
    }

    private Session session(Writing writing, LockedThread locked) {
        return SessionRules.asOf(locked.locked().session(), writing.now(), sharedExpiry);
    }

    /** Stores the messages in a thread of an open session; to record where the thread then stands is left. */
    private Appended stored(Writing writing, LockedThread locked, Wish wish) {
        var now = writing.now();
        var session = session(writing, locked);
        var thread = locked.thread();
        var stored = new ArrayList<Message>(wish.messages.size());
        for (var i = 0; i < wish.messages.size(); i++) {
            var message = wish.messages.get(i);
            stored.add(new Message(
                    new MessageId(wish.ids.get(i)),
                    thread.session(),
                    thread.id(),
                    thread.lastPosition() + 1 + i,
                    message.role(),
                    message.parts(),
                    message.source(),
                    message.speaker(),
                    MessageStatus.COMPLETE,
                    Optional.empty(),
                    now,
                    1));
        }
        var log = new LogScope.OfSession(thread.session());
        for (var message : stored) {
            writing.stores().messages().append(message);
            writing.publish(log, ThreadEvents.added(message));
        }
        var grown = thread.grownBy(stored.size(), stored.size(), now);
        var spent = wish.tokens
                .map(count -> spending(writing, session.owner(), grown, count, wish.entry))
                .orElse(grown);
        Activity.in(writing, session);
        return new Appended(spent, stored);
    }

    private static ChatThread spending(
            Writing writing, Optional<UserId> owner, ChatThread thread, TokenCount tokens, UUID entry) {
        owner.ifPresent(user -> writing.stores()
                .usage()
                .record(new UsageEntry(
                        entry, user, thread.session(), thread.id(), Optional.empty(), 0, tokens, writing.now())));
        return thread.spending(thread.usage().plus(tokens));
    }

    private static Appended replayed(Writing writing, SessionAccess access, ThreadId id, List<String> results) {
        var stores = writing.stores();
        var thread = stores.threads().find(access, id).orElseThrow(() -> RequestKeys.gone("thread"));
        var messages = results.stream()
                .map(result -> stores.messages()
                        .find(access, id, MessageId.parse(result))
                        .orElseThrow(() -> RequestKeys.gone("message")))
                .toList();
        return new Appended(thread, messages);
    }
}
