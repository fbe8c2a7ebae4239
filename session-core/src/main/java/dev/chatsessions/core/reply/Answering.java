package dev.chatsessions.core.reply;

import dev.chatsessions.ChatSessionsException.AssistantFailed;
import dev.chatsessions.ChatSessionsException.Conflict;
import dev.chatsessions.ChatSessionsException.Gone;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.ChatSessionsException.TooLarge;
import dev.chatsessions.ChatSessionsException.Unavailable;
import dev.chatsessions.core.work.Quietly;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.reply.Failure;
import dev.chatsessions.spi.Assistant;
import dev.chatsessions.spi.Observer;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** One answer from its beginning to its end, whatever the assistant does. Thread-safe. */
final class Answering {

    private static final int TRIES = 50;

    private final Transactions.Bound transactions;

    private final ReplyWriting replies;

    private final ReplySettings settings;

    private final ContextReading contexts;

    private final Assistant assistant;

    private final Observer observer;

    private final BooleanSupplier closed;

    Answering(
            Transactions transactions,
            ReplyWriting replies,
            ReplySettings settings,
            Assistant assistant,
            Observer observer,
            BooleanSupplier closed) {
        this.transactions = transactions.own();
        this.replies = replies;
        this.settings = settings;
        this.contexts = new ContextReading(settings);
        this.assistant = assistant;
        this.observer = observer;
        this.closed = closed;
    }

    /** Writes the answer and ends it. What it throws leaves the reply to its lease. */
    void answer(AnswerBuffer buffer, Claiming.Claimed claimed) {
        // What cannot be read now is no failure of the assistant's: the lease runs out and the reply is offered again.
        var turn = turn(claimed);
        try {
            assistant.answer(turn, buffer);
        } catch (Throwable failure) {
            becomeUninterrupted();
            fail(buffer, buffer.drain(), failure);
            return;
        }
        becomeUninterrupted();
        complete(buffer);
    }

    /** An assistant may leave its thread interrupted; some databases do not survive a write on such a thread. */
    private static void becomeUninterrupted() {
        Thread.interrupted();
    }

    private void complete(AnswerBuffer buffer) {
        var rest = buffer.drain();
        if (buffer.isLost()) {
            return;
        }
        var ticket = buffer.ticket();
        try {
            var completion = buffer.completion();
            finish(() -> replies.complete(
                    AssistantRunner.CALLER,
                    ticket.reply().id(),
                    ticket.fence(),
                    rest.offset(),
                    rest.text(),
                    completion));
        } catch (Invalid | TooLarge | IllegalArgumentException unfit) {
            // Not the text, which is kept, but what came with it.
            fail(buffer, rest, unfit);
        }
    }

    private void fail(AnswerBuffer buffer, AnswerBuffer.Rest rest, Throwable failure) {
        Quietly.tell(observer, "assistant", failure);
        if (!buffer.isLost()) {
            var ticket = buffer.ticket();
            finish(() -> replies.fail(
                    AssistantRunner.CALLER,
                    ticket.reply().id(),
                    ticket.fence(),
                    rest.offset(),
                    rest.text(),
                    new Failure(reason(failure), buffer.tokens())));
        }
    }

    /** Its own words where it chose them for people; any other message may hold what is nobody's business. */
    private static String reason(Throwable failure) {
        return failure instanceof AssistantFailed told
                ? told.code() + ": " + told.getMessage()
                : "the assistant failed: " + failure.getClass().getSimpleName();
    }

    private Assistant.Turn turn(Claiming.Claimed claimed) {
        var ticket = claimed.ticket();
        var context =
                claimed.context().orElseGet(() -> transactions.glance(stores -> contexts.context(stores, ticket)));
        return new Assistant.Turn(
                claimed.session(), context.thread(), ticket.reply(), ticket.question(), context.oldestFirst());
    }

    /** Ends a reply, again and again while the storage is away, for as long as the lease might hold. */
    private void finish(Supplier<?> end) {
        var pause = settings.lease().dividedBy(TRIES);
        for (var tries = 1; ; tries++) {
            try {
                end.get();
                return;
            } catch (Unavailable away) {
                if (tries == TRIES || closed.getAsBoolean()) {
                    throw away;
                }
                pause(pause);
            } catch (Conflict | NotFound | Gone ended) {
                // Stopped, cleared or taken over meanwhile: the end that was stored stands.
                return;
            }
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the storage was away", interrupted);
        }
    }
}
