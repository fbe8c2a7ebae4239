package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.TokenCount;
import dev.chatsessions.UserId;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.UsageLedger;
import dev.chatsessions.usage.DayTotal;
import dev.chatsessions.usage.ModelTotal;
import dev.chatsessions.usage.UsageEntry;
import dev.chatsessions.usage.UsageTotal;
import dev.chatsessions.usage.UserTotal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.JdbiException;

/** The ledger of what was spent, with its sums by session, day, user and model, and what it takes of budgets. */
final class UsageTable implements UsageLedger {

    private static final String COUNTED = "input_tokens, output_tokens, cached_tokens, reasoning_tokens";

    private static final Insert INSERT = Insert.into(
                    "usage_entries",
                    "id, user_id, session_id, thread_id, reply_id, attempt, " + COUNTED
                            + ", model, estimated, spent_at",
                    "session_id, id")
            .ofMany(
                    "uuid, text, uuid, uuid, uuid, integer, bigint, bigint, bigint, bigint, text, boolean, timestamptz");

    private static final String KEY = "session_id, spent_on, user_id, model";

    private static final String RECORD = """
            with entry as (%s on conflict do nothing returning session_id, reply_id,
                cast(spent_at at time zone 'UTC' as date) as spent_on, user_id, model, spent_at, %3$s),
            summed as (insert into ${schema}.usage_sums as u (%2$s, calls, %3$s)
                select %2$s, count(*), sum(input_tokens), sum(output_tokens), sum(cached_tokens), sum(reasoning_tokens)
                from entry group by %2$s
                on conflict (%2$s) do update set calls = u.calls + excluded.calls,
                input_tokens = u.input_tokens + excluded.input_tokens,
                output_tokens = u.output_tokens + excluded.output_tokens,
                cached_tokens = u.cached_tokens + excluded.cached_tokens,
                reasoning_tokens = u.reasoning_tokens + excluded.reasoning_tokens),
            held as (delete from ${schema}.budget_holds h using entry e
                where h.session_id = e.session_id and h.reply_id = e.reply_id
                returning h.session_id, h.reply_id, h.model, h.period, h.starts_at, h.tokens),
            counted as (select w.user_id, w.model, w.period, w.starts_at, sum(coalesce(h.tokens, 0)) as held_tokens,
                sum(case when w.model in ('', e.model) then e.input_tokens + e.output_tokens else 0 end) as tokens
                from entry e join ${schema}.budget_windows w on w.user_id = e.user_id
                left join held h on h.session_id = e.session_id and h.reply_id = e.reply_id
                and h.model = w.model and h.period = w.period
                where case when h.tokens is null then w.starts_at <= e.spent_at and e.spent_at < w.ends_at
                and w.model in ('', e.model) else h.starts_at = w.starts_at end
                group by w.user_id, w.model, w.period, w.starts_at)
            update ${schema}.budget_windows w set used_tokens = w.used_tokens + c.tokens,
            reserved_tokens = w.reserved_tokens - c.held_tokens from counted c
            where w.user_id = c.user_id and w.model = c.model and w.period = c.period and w.starts_at = c.starts_at""";

    private static final Alike RECORD_ON_POSTGRESQL = new Recording(INSERT);

    private static final Insert NOTHING = Insert.into("usage_sums", KEY + ", calls, " + COUNTED, KEY);

    private static final String ADD_ON_H2 = """
            update ${schema}.usage_sums set calls = calls + 1, input_tokens = input_tokens + ?,
            output_tokens = output_tokens + ?, cached_tokens = cached_tokens + ?,
            reasoning_tokens = reasoning_tokens + ?
            where session_id = ? and spent_on = ? and user_id = ? and model = ?""";

    private static final String OF_REPLY =
            "select 1 from ${schema}.usage_entries where session_id = ? and reply_id = ? and attempt = ?";

    private static final String SUMS = """
            coalesce(sum(u.calls), 0) as calls, coalesce(sum(u.input_tokens), 0) as input_tokens,
            coalesce(sum(u.output_tokens), 0) as output_tokens, coalesce(sum(u.cached_tokens), 0) as cached_tokens,
            coalesce(sum(u.reasoning_tokens), 0) as reasoning_tokens from ${schema}.usage_sums u""";

    private static final String SUM = "select " + SUMS;

    private static final String OF_MODELS =
            "select u.model, " + SUMS + " where u.user_id = ? group by u.model order by u.model limit ?";

    private static final String LEADERS = "select u.user_id, " + SUMS + """
             where u.spent_on >= ? and u.spent_on <= ? group by u.user_id
            order by sum(u.input_tokens + u.output_tokens) desc, u.user_id limit ?""";

    private static final String OF_USER = SUM + " where u.user_id = ?";

    private static final String OF_DAY = OF_USER + " and u.spent_on = ?";

    private static final String OF_DAYS = "select u.spent_on, " + SUMS + """
             where u.user_id = ? and u.spent_on >= ? and u.spent_on <= ?
            group by u.spent_on order by u.spent_on""";

    private static final String OF_SESSION =
            SUM + " join ${schema}.sessions s on s.id = u.session_id where u.session_id = ?";

    private static final String ENTRIES = """
            select u.id, u.user_id, u.session_id, u.thread_id, u.reply_id, u.attempt, u.input_tokens, u.output_tokens,
            u.cached_tokens, u.reasoning_tokens, u.model, u.estimated, u.spent_at from ${schema}.usage_entries u
            where u.user_id = ?""";

    private static final String AFTER = " and u.spent_at <= ? and (u.spent_at < ? or u.id < ?)";

    private static final String LATEST_FIRST = " order by u.user_id desc, u.spent_at desc, u.id desc limit ?";

    private static final Row<UsageEntry> ROW = row -> new UsageEntry(
            Columns.id(row, "id"),
            new UserId(row.getString("user_id")),
            new SessionId(Columns.id(row, "session_id")),
            new ThreadId(Columns.id(row, "thread_id")),
            Columns.optionalId(row, "reply_id").map(ReplyId::new),
            row.getInt("attempt"),
            new TokenCount(
                    row.getLong("input_tokens"),
                    row.getLong("output_tokens"),
                    row.getLong("cached_tokens"),
                    row.getLong("reasoning_tokens"),
                    row.getString("model"),
                    row.getBoolean("estimated")),
            Columns.time(row, "spent_at"));

    private final Transaction transaction;

    private final BudgetsTable budgets;

    UsageTable(Transaction transaction, BudgetsTable budgets) {
        this.transaction = transaction;
        this.budgets = budgets;
    }

    @Override
    public void record(UsageEntry entry) {
        if (transaction.dialect() == Dialect.POSTGRESQL) {
            transaction.changeLater(RECORD_ON_POSTGRESQL, values(entry));
        } else if (isNew(entry)) {
            var day = entry.at().atOffset(ZoneOffset.UTC).toLocalDate();
            var model = entry.tokens().model();
            add(
                    Values.of(entry.session().value())
                            .and(day)
                            .and(entry.user().value())
                            .and(model),
                    entry.tokens());
            var reply =
                    entry.reply().map(id -> Values.of(entry.session().value()).and(id.value()));
            budgets.countOnH2(entry.user(), reply, model, entry.tokens().total(), entry.at());
        }
    }

    /** Keeps the entry, unless it is there. A racing one may take the reply's attempt between the look and the insert. */
    private boolean isNew(UsageEntry entry) {
        if (isSpentAlready(entry)) {
            return false;
        }
        try {
            return transaction.insert(INSERT, values(entry));
        } catch (JdbiException failure) {
            if (isSpentAlready(entry)) {
                return false;
            }
            throw failure;
        }
    }

    private boolean isSpentAlready(UsageEntry entry) {
        return entry.reply()
                .map(ReplyId::value)
                .filter(reply -> transaction.exists(
                        OF_REPLY, Values.of(entry.session().value()).and(reply).and(entry.attempt())))
                .isPresent();
    }

    private void add(Values key, TokenCount tokens) {
        transaction.insert(
                NOTHING,
                new Values().andAll(key).and(0L).and(0L).and(0L).and(0L).and(0L));
        transaction.change(ADD_ON_H2, counted(new Values(), tokens).andAll(key));
    }

    @Override
    public UsageTotal total(UserId user) {
        return total(OF_USER, Values.of(user.value()));
    }

    @Override
    public UsageTotal total(UserId user, LocalDate day) {
        return total(OF_DAY, Values.of(user.value()).and(day));
    }

    @Override
    public List<DayTotal> days(UserId user, LocalDate from, LocalDate to) {
        return transaction.list(
                OF_DAYS,
                Values.of(user.value()).and(from).and(to),
                row -> new DayTotal(row.getObject("spent_on", LocalDate.class), total(row)));
    }

    @Override
    public List<ModelTotal> models(UserId user, int limit) {
        return transaction.list(
                OF_MODELS,
                Values.of(user.value()).and(limit),
                row -> new ModelTotal(row.getString("model"), total(row)));
    }

    @Override
    public List<UserTotal> leaders(LocalDate from, LocalDate to, int limit) {
        return transaction.list(
                LEADERS,
                new Values().and(from).and(to).and(limit),
                row -> new UserTotal(new UserId(row.getString("user_id")), total(row)));
    }

    @Override
    public UsageTotal total(SessionAccess access, SessionId session) {
        var right = Access.to(access);
        return total(OF_SESSION + right.condition(), Values.of(session.value()).andAll(right.values()));
    }

    @Override
    public List<UsageEntry> entries(UserId user, Optional<Position> after, int limit) {
        var values = Values.of(user.value());
        after.ifPresent(position -> values.and(position.at()).and(position.at()).and(position.id()));
        return transaction.list(ENTRIES + (after.isPresent() ? AFTER : "") + LATEST_FIRST, values.and(limit), ROW);
    }

    static UsageTotal total(ResultSet row) throws SQLException {
        return new UsageTotal(
                row.getLong("calls"),
                row.getLong("input_tokens"),
                row.getLong("output_tokens"),
                row.getLong("cached_tokens"),
                row.getLong("reasoning_tokens"));
    }

    private UsageTotal total(String sql, Values values) {
        return transaction.first(sql, values, row -> total(row)).orElse(UsageTotal.ZERO);
    }

    private static Values values(UsageEntry entry) {
        var place = Values.of(entry.id())
                .and(entry.user().value())
                .and(entry.session().value())
                .and(entry.thread().value())
                .andId(entry.reply().map(ReplyId::value))
                .and(entry.attempt());
        return counted(place, entry.tokens())
                .and(entry.tokens().model())
                .and(entry.tokens().estimated())
                .and(entry.at());
    }

    private static Values counted(Values values, TokenCount tokens) {
        return values.and(tokens.input())
                .and(tokens.output())
                .and(tokens.cached())
                .and(tokens.reasoning());
    }

    /** New entries and what they add to the sums. */
    private record Recording(Insert entries) implements Alike {

        @Override
        public String table() {
            return entries.table();
        }

        @Override
        public String sql(Dialect dialect, int rows) {
            return RECORD.formatted(entries.text(rows), KEY, COUNTED);
        }

        @Override
        public Values values(List<Values> rows) {
            return entries.values(rows);
        }

        @Override
        public Optional<Object> identity(Values values) {
            return entries.identity(values);
        }
    }
}
