package dev.chatsessions.core.reply;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.LogScope;
import dev.chatsessions.MessageId;
import dev.chatsessions.ReplyId;
import dev.chatsessions.RequestKey;
import dev.chatsessions.ThreadId;
import dev.chatsessions.core.session.Activity;
import dev.chatsessions.core.session.SessionRules;
import dev.chatsessions.core.thread.MessageRules;
import dev.chatsessions.core.thread.ThreadEvents;
import dev.chatsessions.core.work.Access;
import dev.chatsessions.core.work.Commands;
import dev.chatsessions.core.work.RequestKeys;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.reply.Question;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.spi.IdSource;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.MessageStatus;
import dev.chatsessions.thread.Role;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Stores a question and the place for its answer. Thread-safe. */
final class Asking {

    private final Transactions transactions;

    private final IdSource ids;

    private final Queueing queueing;

    private final Reserving reserving;

    private final Commands commands;

    private final ReplySettings settings;

    private final ContextReading contexts;

    private final Claiming claiming;

    private final AssistantRunner assistant;

    private final Supplier<AssistantRunner.Place> places;

    Asking(
            Transactions transactions,
            IdSource ids,
            ReplyEnding ending,
            Reserving reserving,
            Commands commands,
            ReplySettings settings,
            Claiming claiming,
            AssistantRunner assistant,
            Supplier<AssistantRunner.Place> places) {
        this.transactions = transactions;
        this.ids = ids;
        this.queueing = new Queueing(ending, settings.maxAttempts());
        this.reserving = reserving;
        this.commands = commands;
        this.settings = settings;
        this.contexts = new ContextReading(settings);
        this.claiming = claiming;
        this.assistant = assistant;
        this.places = places;
    }

    /** The ids of what one question makes, made before anything is stored. */
    record NewIds(MessageId question, MessageId answer, ReplyId reply) {}

    NewIds newIds() {
        return new NewIds(new MessageId(ids.next()), new MessageId(ids.next()), new ReplyId(ids.next()));
    }

    Reply ask(Caller caller, ThreadId thread, Question question, RequestKey requestKey, NewIds newIds) {
        var access = Access.toWrite(caller);
        MessageRules.checked("message", question.message());
        if (question.message().role() != Role.USER) {
            throw new Invalid("message/role", "must be USER in a question");
        }
        // A place at the assistant is taken before the transaction, so that a question it can answer at once is claimed
        // in the transaction that stores it.
        try (var place = places.get()) {
            return transactions.write(
                    access,
                    writing -> RequestKeys.once(
                            writing,
                            caller,
                            "ask " + thread,
                            requestKey,
                            question,
                            List.of(newIds.reply().toString()),
                            results -> writing.stores()
                                    .replies()
                                    .find(access, ReplyId.parse(results.get(0)))
                                    .orElseThrow(() -> RequestKeys.gone("reply"))
                                    .reply(),
                            () -> stored(writing, access, thread, question, newIds, place)));
        }
    }

    private Reply stored(
            Writing writing,
            SessionAccess access,
            ThreadId id,
            Question question,
            NewIds newIds,
            AssistantRunner.Place place) {
        var stores = writing.stores();
        // The question takes one place of the window; what is asked to wait is read when its turn comes.
        var locked = stores.replies()
                .lockTurn(access, id, place.isTaken() ? contexts.beforeQuestion() : 0)
                .orElseThrow(() -> Access.missing(stores, access, id));
        var session = SessionRules.asOf(locked.locked().session(), writing.now(), settings.sharedExpiry());
        SessionRules.requireOpenForQuestions(session);
        var room = queueing.makeRoom(writing, session, locked.thread(), locked.open(), question.policy());
        reserving.require(writing, session, newIds.reply(), locked.budgets());
        var thread = room.thread();
        var asked = message(thread, newIds.question(), 1, question, writing);
        var answer = Queueing.openAnswer(writing, thread, newIds, thread.lastPosition() + 2);
        var scope = new LogScope.OfSession(thread.session());
        stores.messages().append(asked);
        stores.messages().append(answer);
        var grown = thread.grownBy(2, 1, writing.now());
        stores.threads().record(grown);
        Activity.in(writing, session);
        writing.publish(scope, ThreadEvents.added(asked));
        var queued = Queueing.queued(writing, thread.session(), id, newIds.question(), newIds);
        if (room.isNext() && place.isTaken() && session.answerer() instanceof Answerer.Assistant) {
            var ticket = claiming.claimNew(writing, AssistantRunner.CALLER, queued, asked);
            var context = locked.open().isEmpty()
                    ? contexts.beforeQuestion(grown, locked.newest(), asked)
                    : Optional.<Claiming.Context>empty();
            writing.afterwards(() -> place.answer(new Claiming.Claimed(ticket, session, context)));
            return ticket.reply();
        }
        stores.replies().insert(queued);
        commands.asked(writing, session, queued.reply());
        writing.afterwards(() -> assistant.lookFor(session.answerer()));
        return queued.reply();
    }

    private static Message message(ChatThread thread, MessageId id, int place, Question question, Writing writing) {
        return new Message(
                id,
                thread.session(),
                thread.id(),
                thread.lastPosition() + place,
                Role.USER,
                question.message().parts(),
                question.message().source(),
                question.message().speaker(),
                MessageStatus.COMPLETE,
                Optional.empty(),
                writing.now(),
                1);
    }
}
