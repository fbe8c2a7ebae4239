package dev.chatsessions.core.transfer;

import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.JsonValue;
import dev.chatsessions.MessageId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.UserId;
import dev.chatsessions.core.work.Limits;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.UserLogs;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.core.worker.WorkerCommands;
import dev.chatsessions.session.SessionDetails;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.spi.IdSource;
import dev.chatsessions.spi.LockedSession;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.StoredConversation;
import dev.chatsessions.spi.StoredPermission;
import dev.chatsessions.spi.StoredReply;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.MessageStatus;
import dev.chatsessions.transfer.Intake;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** One import, on its way: line by line, messages that follow each other together. Used by one thread. */
final class Taking {

    private static final int MESSAGES = 100;

    private static final SessionAccess ANY = new SessionAccess.Any();

    private final Transactions.Bound transactions;

    private final IdSource ids;

    private final UserLogs logs;

    private final WorkerCommands workers;

    private final UserId user;

    private final SessionAccess users;

    private final Map<String, Long> added = new TreeMap<>();

    private final Map<String, Long> left = new TreeMap<>();

    private final List<Message> messages = new ArrayList<>();

    private long bytes;

    private boolean complete;

    Taking(
            Transactions transactions,
            IdSource ids,
            UserLogs logs,
            WorkerCommands workers,
            UserId user,
            SessionAccess users) {
        // What it takes in has ids that must be nobody else's.
        this.transactions = transactions.own();
        this.ids = ids;
        this.logs = logs;
        this.workers = workers;
        this.user = user;
        this.users = users;
    }

    Intake all(Iterator<JsonValue.Fields> lines) {
        for (var number = 1L; lines.hasNext(); number++) {
            var line = new Line(lines.next());
            try {
                take(line);
            } catch (Invalid refused) {
                throw at(number, refused);
            }
        }
        keepMessages();
        return new Intake(added, left, complete);
    }

    private static Invalid at(long number, Invalid refused) {
        return refused.violations().stream()
                .findFirst()
                .map(first -> new Invalid("line " + number + " " + first.field(), first.reason()))
                .orElseGet(() -> new Invalid("line " + number, refused.getMessage()));
    }

    private void take(Line line) {
        complete = line.type().equals("end");
        if (line.type().equals("message")) {
            message(Read.message(line));
            return;
        }
        keepMessages();
        switch (line.type()) {
            case "export", "end" -> {}
            case "request" -> keep(line, writing -> request(writing.stores(), line));
            case "preferences" ->
                keep(line, writing -> writing.stores().preferences().put(user, Read.preferences(line), 0));
            case "session" -> keep(line, writing -> session(writing, line));
            case "thread" -> keep(line, writing -> thread(writing.stores(), line));
            case "reply" -> keep(line, writing -> reply(writing.stores(), Read.reply(line)));
            case "permission" -> keep(line, writing -> permission(writing.stores(), Read.permission(line)));
            case "usage" -> keep(line, writing -> usage(writing.stores(), line));
            default -> left.merge(line.type(), 1L, Long::sum);
        }
    }

    private void keep(Line line, Predicate<Writing> work) {
        var kept = transactions.write(writing -> {
            var isNew = work.test(writing);
            logs.lock(writing, user);
            return isNew;
        });
        (kept ? added : left).merge(line.type(), 1L, Long::sum);
    }

    private boolean request(Stores stores, Line line) {
        var request = Read.request(line, user);
        Limits.value("attributes", request.attributes());
        if (!stores.requests().find(user, List.of(request.id())).isEmpty()) {
            return false;
        }
        stores.requests().insert(request);
        return true;
    }

    /** One that is there already is given to its worker still, once that is the user's here too. */
    private boolean session(Writing writing, Line line) {
        var assignment = Read.assignment(line);
        var isNew = begun(writing.stores(), line);
        var isGiven = assignment.isPresent() && workers.takeUp(writing, users, assignment.get());
        return isNew || isGiven;
    }

    private boolean begun(Stores stores, Line line) {
        var session = Read.session(line, user);
        var isKnown = stores.sessions().lock(ANY, session.id()).isPresent()
                || stores.sessions().isDeleted(ANY, session.id());
        if (isKnown || !stores.sessions().insert(session, ids.epoch())) {
            return false;
        }
        var details = Read.details(line);
        if (!details.equals(SessionDetails.NONE)) {
            stores.details().change(session.id(), SessionDetails.NONE, details);
        }
        Read.state(line).forEach(entry -> stores.state().put(session.id(), entry));
        return true;
    }

    private boolean thread(Stores stores, Line line) {
        var thread = Read.thread(line);
        var conversation = Read.conversation(line, thread);
        var session = stores.sessions().lock(users, thread.session()).map(LockedSession::session);
        var isNew = session.isPresent()
                && stores.threads().find(ANY, thread.id()).isEmpty()
                && !stores.threads().isDeleted(ANY, thread.id())
                && stores.threads().insert(thread);
        if (isNew && session.get().kind() == SessionKind.DEVICE) {
            conversation.ifPresent(heard -> conversation(stores, heard));
        }
        return isNew;
    }

    /** One that goes on here already is the session's open one. */
    private void conversation(Stores stores, StoredConversation heard) {
        var conversations = stores.conversations();
        var isOver = heard.endedAt().isPresent()
                || conversations.open(heard.session()).isEmpty();
        var isOther = heard.origin()
                .filter(origin ->
                        conversations.findByOrigin(heard.session(), origin).isPresent())
                .isPresent();
        if (!isOther) {
            conversations.insert(isOver ? heard : heard.endedAt(heard.heardAt()), Optional.of(user));
        }
    }

    private boolean reply(Stores stores, StoredReply stored) {
        var reply = stored.reply();
        var isNew = !reply.status().isOpen()
                && isThere(stores, reply.session(), reply.thread())
                && stores.replies().find(ANY, reply.id()).isEmpty();
        if (isNew) {
            stores.replies().insert(stored);
        }
        return isNew;
    }

    private boolean permission(Stores stores, StoredPermission request) {
        var isNew = isThere(stores, request.session(), request.thread())
                && stores.permissions()
                        .find(users, request.session(), request.reply(), request.id())
                        .filter(found -> found.fence().equals(request.fence()))
                        .isEmpty();
        if (isNew) {
            stores.permissions().insert(request);
        }
        return isNew;
    }

    /** Whether it is a thread of that session of the user's, which then is locked. */
    private boolean isThere(Stores stores, SessionId session, ThreadId thread) {
        return stores.threads()
                .lock(users, thread)
                .filter(locked -> locked.thread().session().equals(session))
                .isPresent();
    }

    private boolean usage(Stores stores, Line line) {
        var entry = Read.usage(line, user);
        if (stores.sessions().lock(users, entry.session()).isEmpty()) {
            return false;
        }
        var before = stores.usage().total(user).calls();
        stores.usage().record(entry);
        return stores.usage().total(user).calls() > before;
    }

    private void message(Message message) {
        var size = Limits.TEXT_BYTES / MESSAGES + message.text().length();
        var follows = messages.isEmpty() || messages.get(0).thread().equals(message.thread());
        if (!follows || bytes + size > Limits.TEXT_BYTES) {
            keepMessages();
        }
        messages.add(message);
        bytes += size;
    }

    private void keepMessages() {
        if (messages.isEmpty()) {
            return;
        }
        var of = messages.get(0);
        long kept = transactions.write(writing -> messages(writing.stores(), of.session(), of.thread()));
        count("message", kept, messages.size() - kept);
        messages.clear();
        bytes = 0;
    }

    private long messages(Stores stores, SessionId session, ThreadId thread) {
        var found = stores.threads().lock(users, thread).map(locked -> locked.thread());
        if (found.filter(one -> one.session().equals(session)).isEmpty()) {
            return 0;
        }
        var taken = new HashSet<>(stores.messages()
                .taken(session, thread, messages.stream().map(Message::position).toList()));
        var fresh = messages.stream()
                .filter(message -> !taken.contains(message.position()) && message.status() != MessageStatus.OPEN)
                .toList();
        var known = known(stores, session, thread, fresh);
        var now = found.get();
        var added = 0;
        for (var message : fresh) {
            if (known.add(message.id()) && taken.add(message.position())) {
                stores.messages().append(message);
                now = now.placedUpTo(
                        message.position(),
                        1,
                        now.lastMessageAt()
                                .filter(message.createdAt()::isBefore)
                                .orElse(message.createdAt()));
                added++;
            }
        }
        if (added > 0) {
            stores.threads().record(now);
        }
        return added;
    }

    /** Those of these that are at another place: nothing is said twice. */
    private static Set<MessageId> known(Stores stores, SessionId session, ThreadId thread, List<Message> fresh) {
        var known = new HashSet<MessageId>();
        if (!fresh.isEmpty()) {
            stores.messages()
                    .all(session, thread, fresh.stream().map(Message::id).toList())
                    .forEach(message -> known.add(message.id()));
        }
        return known;
    }

    private void count(String type, long kept, long others) {
        if (kept > 0) {
            added.merge(type, kept, Long::sum);
        }
        if (others > 0) {
            left.merge(type, others, Long::sum);
        }
    }
}
