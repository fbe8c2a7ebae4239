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
import dev.chatsessions.core.work.RequestKeys;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.spi.IdSource;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.thread.Appended;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.MessageStatus;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.usage.UsageEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Stores messages that need no answer from here. Thread-safe. */
final class Appending {

    private final Transactions transactions;

    private final IdSource ids;

    private final Duration sharedExpiry;

    Appending(Transactions transactions, IdSource ids, Duration sharedExpiry) {
        this.transactions = transactions;
        this.ids = ids;
        this.sharedExpiry = sharedExpiry;
    }

    Appended append(
            Caller caller,
            ThreadId thread,
            List<NewMessage> messages,
            Optional<TokenCount> tokens,
            RequestKey requestKey) {
        var access = Access.toWrite(caller);
        var checked = MessageRules.checked(messages);
        var newIds = newIds(checked.size());
        var entry = ids.next();
        return transactions.write(writing -> RequestKeys.once(
                writing,
                caller,
                "append " + thread,
                requestKey,
                List.of(checked, tokens),
                Lists.transform(newIds, UUID::toString),
                results -> replayed(writing, access, thread, results),
                () -> stored(writing, access, thread, checked, newIds, tokens, entry)));
    }

    private List<UUID> newIds(int count) {
        var made = new ArrayList<UUID>(count);
        for (var i = 0; i < count; i++) {
            made.add(ids.next());
        }
        return made;
    }

    private Appended stored(
            Writing writing,
            SessionAccess access,
            ThreadId id,
            List<NewMessage> messages,
            List<UUID> newIds,
            Optional<TokenCount> tokens,
            UUID entry) {
        var stores = writing.stores();
        var locked = stores.threads().lock(access, id).orElseThrow(() -> Access.missing(stores, access, id));
        var now = writing.now();
        var session = SessionRules.asOf(locked.locked().session(), now, sharedExpiry);
        SessionRules.requireOpenForMessages(session);
        var thread = locked.thread();
        var stored = new ArrayList<Message>(messages.size());
        for (var i = 0; i < messages.size(); i++) {
            var message = messages.get(i);
            stored.add(new Message(
                    new MessageId(newIds.get(i)),
                    thread.session(),
                    id,
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
            stores.messages().append(message);
            writing.publish(log, ThreadEvents.added(message));
        }
        var grown = thread.grownBy(stored.size(), stored.size(), now);
        var spent = tokens.map(count -> spending(writing, session.owner(), grown, count, entry))
                .orElse(grown);
        stores.threads().record(spent);
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
