package dev.chatsessions.core.reply;

import dev.chatsessions.ChatSessionsException.BudgetExceeded;
import dev.chatsessions.ReplyId;
import dev.chatsessions.core.usage.Budgeting;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.session.Session;
import dev.chatsessions.spi.Assistant;
import dev.chatsessions.spi.BudgetStore.StoredBudget;
import dev.chatsessions.spi.SessionAccess;
import java.util.List;
import java.util.Optional;

/** Has the budgets of whose session it is cover each reply that waits or runs. Thread-safe. */
public final class Reserving {

    private static final SessionAccess ANY = new SessionAccess.Any();

    private final Budgeting budgeting;

    private final Assistant assistant;

    public Reserving(Budgeting budgeting, Assistant assistant) {
        this.budgeting = budgeting;
        this.assistant = assistant;
    }

    /**
     * @param budgets of the session's owner, and of everybody
     */
    void require(Writing writing, Session session, ReplyId reply, List<StoredBudget> budgets) {
        reserve(writing, session, reply, budgets).ifPresent(refused -> {
            throw refused;
        });
    }

    /** Why not, if a budget does not cover it; then nothing is set aside. */
    Optional<BudgetExceeded> reserve(Writing writing, Session session, ReplyId reply) {
        var budgets = session.owner().map(writing.stores().budgets()::of).orElse(List.of());
        var refused = reserve(writing, session, reply, budgets);
        refused.ifPresent(why -> writing.observe(observer -> observer.refused(why.code())));
        return refused;
    }

    private Optional<BudgetExceeded> reserve(
            Writing writing, Session session, ReplyId reply, List<StoredBudget> budgets) {
        var refused = session.owner()
                .flatMap(owner ->
                        budgeting.reserve(writing, owner, session.id(), reply, budgets, () -> model(writing, session)));
        refused.ifPresent(failure -> budgeting.release(writing, session.id(), reply));
        return refused;
    }

    void release(Writing writing, Reply reply) {
        budgeting.release(writing, reply.session(), reply.id());
    }

    private Optional<String> model(Writing writing, Session session) {
        return session.answerer() instanceof Answerer.Worker
                ? writing.stores()
                        .assignments()
                        .find(ANY, session.id())
                        .flatMap(onWorker -> onWorker.assignment().model())
                : assistant.model();
    }
}
