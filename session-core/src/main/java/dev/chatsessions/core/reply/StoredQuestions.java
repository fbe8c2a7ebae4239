package dev.chatsessions.core.reply;

import dev.chatsessions.MessageId;
import dev.chatsessions.ReplyId;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.reply.TurnPolicy;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.session.Session;
import dev.chatsessions.spi.IdSource;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.Message;
import java.time.Instant;

/** Has messages answered that stand in their thread already, in the transaction of whoever decides so. Thread-safe. */
public final class StoredQuestions {

    private static final SessionAccess ANY = new SessionAccess.Any();

    private final IdSource ids;

    private final Queueing queueing;

    private final Reserving reserving;

    private final AssistantRunner assistant;

    public StoredQuestions(
            IdSource ids, ReplyEnding ending, Reserving reserving, ReplySettings settings, AssistantRunner assistant) {
        this.ids = ids;
        this.queueing = new Queueing(ending, settings.maxAttempts());
        this.reserving = reserving;
        this.assistant = assistant;
    }

    /** What came of a question. */
    public sealed interface Outcome {}

    /** The reply that was queued, and the thread with the place for its answer, which is still to be recorded. */
    public record Asked(ReplyId reply, ChatThread thread) implements Outcome {}

    /** Too many wait in the thread already. */
    public record Busy() implements Outcome {}

    /** The budget of whose session it is does not cover one more, until it is renewed. */
    public record OverBudget(Instant renewedAt) implements Outcome {}

    /**
     * Queues a reply to a message of a live session that is locked, where there is room for it.
     *
     * @param answerAt a free position of the thread
     */
    public Outcome ask(Writing writing, Session session, ChatThread thread, Message question, long answerAt) {
        var open = writing.stores().replies().open(ANY, thread.id());
        if (!ReplyRules.hasTurn(TurnPolicy.ENQUEUE, open)) {
            return new Busy();
        }
        var newIds = new Asking.NewIds(question.id(), new MessageId(ids.next()), new ReplyId(ids.next()));
        var refused = reserving.reserve(writing, session, newIds.reply());
        if (refused.isPresent()) {
            return new OverBudget(writing.now().plus(refused.get().retryAfter()));
        }
        var room = queueing.makeRoom(writing, session, thread, open, TurnPolicy.ENQUEUE);
        var answer = Queueing.openAnswer(writing, room.thread(), newIds, answerAt);
        writing.stores().messages().append(answer);
        writing.stores()
                .replies()
                .insert(Queueing.queued(writing, thread.session(), thread.id(), question.id(), newIds));
        writing.afterwards(() -> assistant.lookFor(new Answerer.Assistant()));
        return new Asked(newIds.reply(), room.thread().placedUpTo(answerAt, 0, writing.now()));
    }
}
