package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import dev.chatsessions.spi.BudgetStore;
import dev.chatsessions.usage.Budget;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

final class InMemoryBudgets implements BudgetStore {

    private final Transaction transaction;

    InMemoryBudgets(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public void put(StoredBudget budget) {
        budget.budget().model().ifPresent(model -> Storable.require("model", model));
        transaction.writing().budgets().put(budget);
    }

    @Override
    public boolean remove(Budget.Key key) {
        return transaction.writing().budgets().remove(key);
    }

    @Override
    public List<StoredBudget> of(UserId user) {
        return transaction
                .reading()
                .budgets()
                .all(Optional.empty())
                .filter(stored -> stored.budget()
                        .user()
                        .filter(other -> !other.equals(user))
                        .isEmpty())
                .toList();
    }

    @Override
    public List<StoredBudget> all(Optional<Budget.Key> after, int limit) {
        return transaction.reading().budgets().all(after).limit(limit).toList();
    }

    @Override
    public Optional<Count> find(Window window) {
        return transaction.reading().budgets().find(window);
    }

    @Override
    public long spent(Window window, Instant answersBefore) {
        return transaction.reading().usage().spentIn(window, answersBefore);
    }

    @Override
    public void open(Window window, Instant answersBefore) {
        var tables = transaction.writing();
        tables.budgets().open(window, tables.usage().spentIn(window, answersBefore));
    }

    @Override
    public Optional<Count> reserve(Window window, SessionId session, ReplyId reply, long tokens, long most) {
        return transaction.writing().budgets().reserve(window, reply, tokens, most);
    }

    @Override
    public void warned(Window window) {
        transaction.writing().budgets().warned(window);
    }

    @Override
    public void release(SessionId session, ReplyId reply) {
        transaction.writing().budgets().release(reply);
    }

    @Override
    public int removeEnded(Instant before, int limit) {
        return transaction.writing().budgets().removeEnded(before, limit);
    }
}
