package dev.chatsessions.core.webhook;

import dev.chatsessions.LogScope;
import dev.chatsessions.ThreadId;
import dev.chatsessions.core.thread.ThreadEvents;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.session.Session;
import dev.chatsessions.spi.ConversationStore.Hearing;
import dev.chatsessions.spi.IdSource;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.StoredConversation;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.usage.UsageTotal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The conversations of a session that is locked. Thread-safe. */
final class Conversations {

    private static final SessionAccess ANY = new SessionAccess.Any();

    private final IdSource ids;

    private final Duration silence;

    Conversations(IdSource ids, Duration silence) {
        this.ids = ids;
        this.silence = silence;
    }

    /** Whether a conversation in which something was heard then is over now. */
    static boolean isOver(Instant heardAt, Instant now, Duration silence) {
        return now.isAfter(heardAt.plus(silence));
    }

    /** The one that goes on; else, and where too long nothing was heard, the next. */
    Transcription goOn(Writing writing, Hearing hearing) {
        return going(writing, hearing).orElseGet(() -> begin(writing, hearing.session(), writing.now()));
    }

    /** The one that goes on. What is over, or whose thread was deleted, ends. */
    Optional<Transcription> going(Writing writing, Hearing hearing) {
        if (hearing.open().isEmpty()) {
            return Optional.empty();
        }
        var open = hearing.open().get();
        if (hearing.thread().isPresent() && !isOver(open.heardAt(), writing.now(), silence)) {
            return Optional.of(
                    of(writing, hearing.session(), open, hearing.thread().get()));
        }
        writing.stores().conversations().change(open.endedAt(open.heardAt()));
        return Optional.empty();
    }

    static Transcription of(Writing writing, Session session, StoredConversation conversation, ChatThread thread) {
        return new Transcription(writing, session, conversation, thread, false);
    }

    /** Begins one that was heard at {@code startedAt}. */
    Transcription begin(Writing writing, Session session, Instant startedAt) {
        var id = new ThreadId(ids.next());
        var thread = new ChatThread(
                id,
                session.id(),
                id.toString(),
                Optional.empty(),
                writing.now(),
                Optional.empty(),
                0,
                0,
                UsageTotal.ZERO,
                0,
                1);
        writing.stores().threads().insert(thread);
        writing.publish(new LogScope.OfSession(session.id()), ThreadEvents.opened(thread));
        return new Transcription(writing, session, StoredConversation.begun(session.id(), id, startedAt), thread, true);
    }
}
