package dev.chatsessions.core.transfer;

import dev.chatsessions.JsonValue;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.UserId;
import dev.chatsessions.core.work.Limits;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.UserLogs;
import dev.chatsessions.session.SessionDetails;
import dev.chatsessions.spi.IdSource;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.MessageStatus;
import dev.chatsessions.transfer.Intake;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** One import, on its way: line by line, messages that follow each other together. Used by one thread. */
final class Taking {

    private static final int MESSAGES = 100;

    private static final SessionAccess ANY = new SessionAccess.Any();

    private final Transactions transactions;

    private final IdSource ids;

    private final UserLogs logs;

    private final UserId user;

    private final SessionAccess users;

    private final Map<String, Long> added = new TreeMap<>();

    private final Map<String, Long> left = new TreeMap<>();

    private final List<Message> messages = new ArrayList<>();

    private long bytes;

    private boolean complete;

    Taking(Transactions transactions, IdSource ids, UserLogs logs, UserId user, SessionAccess users) {
        this.transactions = transactions;
        this.ids = ids;
        this.logs = logs;
        this.user = user;
        this.users = users;
    }

    Intake all(Iterator<JsonValue.Fields> lines) {
        for (var number = 1L; lines.hasNext(); number++) {
            take(new Line(number, lines.next()));
        }
        keepMessages();
        return new Intake(added, left, complete);
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
            case "request" -> keep(line, stores -> request(stores, line));
            case "preferences" -> keep(line, stores -> stores.preferences().put(user, Read.preferences(line), 0));
            case "session" -> keep(line, stores -> session(stores, line));
            case "thread" -> keep(line, stores -> thread(stores, Read.thread(line)));
            case "usage" -> keep(line, stores -> usage(stores, line));
            default -> left.merge(line.type(), 1L, Long::sum);
        }
    }

    private void keep(Line line, Predicate<Stores> work) {
        var kept = transactions.write(writing -> {
            var isNew = work.test(writing.stores());
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

    private boolean session(Stores stores, Line line) {
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

    private boolean thread(Stores stores, ChatThread thread) {
        return stores.sessions().lock(users, thread.session()).isPresent()
                && stores.threads().find(ANY, thread.id()).isEmpty()
                && !stores.threads().isDeleted(ANY, thread.id())
                && stores.threads().insert(thread);
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
        var taken = stores.messages()
                .taken(session, thread, messages.stream().map(Message::position).toList());
        var now = found.get();
        var added = 0;
        for (var message : messages) {
            if (!taken.contains(message.position()) && message.status() != MessageStatus.OPEN) {
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

    private void count(String type, long kept, long others) {
        if (kept > 0) {
            added.merge(type, kept, Long::sum);
        }
        if (others > 0) {
            left.merge(type, others, Long::sum);
        }
    }
}
