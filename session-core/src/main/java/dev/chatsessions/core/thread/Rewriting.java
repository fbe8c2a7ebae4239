package dev.chatsessions.core.thread;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Conflict;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.ChatSessionsException.Stale;
import dev.chatsessions.LogScope;
import dev.chatsessions.MessageId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.core.session.Activity;
import dev.chatsessions.core.session.SessionRules;
import dev.chatsessions.core.work.Access;
import dev.chatsessions.core.work.Limits;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.MessageSource;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.Part;
import dev.chatsessions.thread.Role;
import java.time.Duration;
import java.util.List;

/** Replaces the words of what was heard. Thread-safe. */
final class Rewriting {

    private final Transactions transactions;

    private final Duration sharedExpiry;

    Rewriting(Transactions transactions, Duration sharedExpiry) {
        this.transactions = transactions;
        this.sharedExpiry = sharedExpiry;
    }

    Message rewrite(Caller caller, ThreadId thread, MessageId message, String text, ExpectedVersion expected) {
        var access = Access.toWrite(caller);
        Limits.text("text", text);
        List<Part> words = List.of(new Part.Text(text));
        return transactions.write(access, writing -> {
            var now = locked(writing, access, thread, message);
            if (!expected.matches(now.version())) {
                throw new Stale("message " + message + " is at version " + now.version() + "; read it again");
            }
            return now.parts().equals(words) ? now : rewritten(writing, now, words);
        });
    }

    private Message locked(Writing writing, SessionAccess access, ThreadId thread, MessageId id) {
        var stores = writing.stores();
        var locked = stores.threads().lock(access, thread).orElseThrow(() -> Access.missing(stores, access, thread));
        var session = SessionRules.asOf(locked.locked().session(), writing.now(), sharedExpiry);
        SessionRules.requireOpenForMessages(session);
        var message = stores.messages()
                .find(access, thread, id)
                .orElseThrow(() -> new NotFound("there is no message " + id + " in the thread"));
        if (message.source() != MessageSource.TRANSCRIPT) {
            throw new Conflict("not-a-transcript", "only what was heard is corrected; what was written stays");
        }
        Activity.in(writing, session);
        return message;
    }

    private static Message rewritten(Writing writing, Message now, List<Part> words) {
        if (!isCutOffAtOnce(now, words)) {
            MessageRules.checked("text", new NewMessage(now.role(), words, now.source(), now.speaker()));
        }
        var next = now.rewrittenAs(words);
        writing.stores().messages().change(next);
        writing.publish(new LogScope.OfSession(now.session()), ThreadEvents.changed(next));
        return next;
    }

    /** An answer of which nothing was heard. */
    private static boolean isCutOffAtOnce(Message now, List<Part> words) {
        return now.role() == Role.ASSISTANT && Part.text(words).isEmpty();
    }
}
