package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.UserId;
import dev.chatsessions.spi.BudgetStore;
import dev.chatsessions.usage.Budget;
import dev.chatsessions.usage.BudgetPeriod;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** What may be spent, what was counted of it, and what is set aside. Everybody and every model are the empty text. */
final class BudgetsTable implements BudgetStore {

    private static final String KEY = "user_id, model, period";

    private static final Insert INSERT = Insert.into("budgets", KEY + ", zone, tokens, reserve, since", KEY);

    private static final String OF_KEY = " where user_id = ? and model = ? and period = ?";

    private static final String REPLACE =
            "update ${schema}.budgets set zone = ?, tokens = ?, reserve = ?, since = ?" + OF_KEY;

    private static final String REMOVE = "delete from ${schema}.budgets" + OF_KEY;

    private static final String SELECT =
            "select b.user_id, b.model, b.period, b.zone, b.tokens, b.reserve, b.since from ${schema}.budgets b";

    private static final String IN_ORDER = " order by b.user_id, b.model, b.period";

    private static final String OF_USER = SELECT + " where b.user_id in ('', ?)" + IN_ORDER;

    private static final String OF_OWNER = SELECT + """
             where b.user_id in ('', (select s.owner_key from ${schema}.threads t
            join ${schema}.sessions s on s.id = t.session_id where t.id = ?))""" + IN_ORDER;

    private static final String AFTER = " where (b.user_id, b.model, b.period) > (?, ?, ?)";

    private static final String WINDOW = " where user_id = ? and model = ? and period = ? and starts_at = ?";

    private static final String FIND =
            "select used_tokens, reserved_tokens, warned from ${schema}.budget_windows" + WINDOW;

    private static final Insert OPEN = Insert.into(
            "budget_windows",
            "user_id, model, period, starts_at, ends_at, used_tokens, reserved_tokens, warned",
            "user_id, model, period, starts_at");

    private static final String SPENT = """
            select coalesce(sum(u.input_tokens + u.output_tokens), 0) as used_tokens from ${schema}.usage_entries u
            where u.user_id = ? and u.spent_at >= ? and u.spent_at < ? and ? in ('', u.model)
            and (u.reply_id is null or u.spent_at < ?)""";

    private static final String RESERVE = "update ${schema}.budget_windows set reserved_tokens = reserved_tokens + ?"
            + WINDOW + " and used_tokens + reserved_tokens + ? <= ?";

    private static final Insert HOLD = Insert.into(
            "budget_holds",
            "session_id, reply_id, model, period, user_id, starts_at, tokens",
            "session_id, reply_id, model, period");

    private static final String WARNED = "update ${schema}.budget_windows set warned = true" + WINDOW;

    private static final String RELEASE = """
            with held as (delete from ${schema}.budget_holds where session_id = ? and reply_id = ?
                returning user_id, model, period, starts_at, tokens)
            update ${schema}.budget_windows w set reserved_tokens = w.reserved_tokens - h.tokens from held h
            where w.user_id = h.user_id and w.model = h.model and w.period = h.period and w.starts_at = h.starts_at""";

    private static final String HELD = """
            select h.user_id, h.model, h.period, h.starts_at, h.tokens from ${schema}.budget_holds h
            where h.session_id = ? and h.reply_id = ?""";

    private static final String LET_GO = "delete from ${schema}.budget_holds where session_id = ? and reply_id = ?";

    private static final String GIVE_BACK =
            "update ${schema}.budget_windows set reserved_tokens = reserved_tokens - ?" + WINDOW;

    private static final String COUNTING = """
            select w.model, w.period, w.starts_at from ${schema}.budget_windows w
            where w.user_id = ? and w.starts_at <= ? and w.ends_at > ? and w.model in ('', ?)""";

    private static final String USE = "update ${schema}.budget_windows set used_tokens = used_tokens + ?" + WINDOW;

    private static final Row<StoredBudget> ROW = row -> new StoredBudget(
            new Budget(
                    text(row.getString("user_id")).map(UserId::new),
                    text(row.getString("model")),
                    BudgetPeriod.valueOf(row.getString("period")),
                    ZoneId.of(row.getString("zone")),
                    row.getLong("tokens"),
                    row.getLong("reserve")),
            Columns.time(row, "since"));

    private static final Row<Count> COUNT =
            row -> new Count(row.getLong("used_tokens"), row.getLong("reserved_tokens"), row.getBoolean("warned"));

    private final Transaction transaction;

    BudgetsTable(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public void put(StoredBudget stored) {
        var budget = stored.budget();
        var content = Values.of(budget.zone().getId())
                .and(budget.tokens())
                .and(budget.reserve())
                .and(stored.since());
        var key = key(budget.key());
        if (!transaction.insert(INSERT, new Values().andAll(key).andAll(content))) {
            // One that was there a moment ago may be gone, and then this is to be done again.
            transaction.mustChangeLater(REPLACE, content.andAll(key));
        }
    }

    @Override
    public boolean remove(Budget.Key key) {
        return transaction.change(REMOVE, key(key)) == 1;
    }

    @Override
    public List<StoredBudget> of(UserId user) {
        return transaction.list(OF_USER, Values.of(user.value()), ROW);
    }

    /** What {@link #of} tells of him whose session the thread is in. */
    static Answer<StoredBudget> ofOwner(Trip trip, ThreadId thread) {
        return trip.ask(OF_OWNER, Values.of(thread.value()), ROW);
    }

    @Override
    public List<StoredBudget> all(Optional<Budget.Key> after, int limit) {
        var values = after.map(BudgetsTable::key).orElseGet(Values::new);
        return transaction.list(
                SELECT + (after.isPresent() ? AFTER : "") + IN_ORDER + " limit ?", values.and(limit), ROW);
    }

    @Override
    public Optional<Count> find(Window window) {
        return transaction.first(FIND, key(window), COUNT);
    }

    @Override
    public long spent(Window window, Instant answersBefore) {
        return transaction
                .first(
                        SPENT,
                        Values.of(window.user().value())
                                .and(window.start())
                                .and(window.end())
                                .and(window.model().orElse(""))
                                .and(answersBefore),
                        row -> row.getLong("used_tokens"))
                .orElse(0L);
    }

    @Override
    public void open(Window window, Instant answersBefore) {
        transaction.insert(
                OPEN,
                key(window)
                        .and(window.end())
                        .and(spent(window, answersBefore))
                        .and(0L)
                        .and(false));
    }

    @Override
    public Optional<Count> reserve(Window window, SessionId session, ReplyId reply, long tokens, long most) {
        var trip = transaction.trip();
        var reserved = trip.change(
                RESERVE,
                new Values().and(tokens).andAll(key(window)).and(tokens).and(most));
        var count = trip.ask(FIND, key(window), COUNT);
        trip.send();
        if (reserved.changed() == 0) {
            return Optional.empty();
        }
        transaction.insertLater(
                HOLD,
                Values.of(session.value())
                        .and(reply.value())
                        .and(window.model().orElse(""))
                        .and(window.period())
                        .and(window.user().value())
                        .and(window.start())
                        .and(tokens));
        return count.first();
    }

    @Override
    public void warned(Window window) {
        transaction.changeLater(WARNED, key(window));
    }

    @Override
    public void release(SessionId session, ReplyId reply) {
        var key = Values.of(session.value()).and(reply.value());
        if (transaction.dialect() == Dialect.POSTGRESQL) {
            transaction.changeLater(RELEASE, key);
        } else {
            letGo(key);
        }
    }

    @Override
    public int removeEnded(Instant before, int limit) {
        return transaction.change(
                transaction.dialect().deleteSome("budget_windows", "ends_at < ?", "ends_at"),
                new Values().and(before).and(limit));
    }

    /** What {@link UsageTable} does in the statement that records, where one statement can do it. */
    void countOnH2(UserId user, Optional<Values> reply, String model, long tokens, Instant at) {
        var held = reply.map(this::letGo).orElse(List.of());
        var counting = transaction.list(
                COUNTING,
                Values.of(user.value()).and(at).and(at).and(model),
                row -> new Held(user.value(), row.getString("model"), row.getString("period"), start(row), 0));
        held.stream()
                .filter(hold -> hold.model.isEmpty() || hold.model.equals(model))
                .forEach(
                        hold -> transaction.change(USE, new Values().and(tokens).andAll(hold.key())));
        counting.stream()
                .filter(window -> held.stream().noneMatch(window::isLike))
                .forEach(window ->
                        transaction.change(USE, new Values().and(tokens).andAll(window.key())));
    }

    private List<Held> letGo(Values reply) {
        var held = transaction.list(
                HELD,
                reply,
                row -> new Held(
                        row.getString("user_id"),
                        row.getString("model"),
                        row.getString("period"),
                        start(row),
                        row.getLong("tokens")));
        if (!held.isEmpty()) {
            transaction.change(LET_GO, reply);
            held.forEach(hold ->
                    transaction.change(GIVE_BACK, new Values().and(hold.tokens).andAll(hold.key())));
        }
        return held;
    }

    private static Instant start(ResultSet row) throws SQLException {
        return Columns.time(row, "starts_at");
    }

    private static Values key(Budget.Key key) {
        return Values.of(key.user().map(UserId::value).orElse(""))
                .and(key.model().orElse(""))
                .and(key.period());
    }

    private static Values key(Window window) {
        return Values.of(window.user().value())
                .and(window.model().orElse(""))
                .and(window.period())
                .and(window.start());
    }

    private static Optional<String> text(String value) {
        return Optional.of(value).filter(present -> !present.isEmpty());
    }

    /** What is set aside for a reply. */
    private record Held(String user, String model, String period, Instant start, long tokens) {

        boolean isLike(Held other) {
            return model.equals(other.model) && period.equals(other.period);
        }

        Values key() {
            return Values.of(user).and(model).and(period).and(start);
        }
    }
}
