package dev.chatsessions.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * The floor on a database: prepared statements over three tables, written by hand and as durable. It keeps messages in
 * order and sums up tokens; it has no log, no rights, no request keys and no ledger.
 */
final class JdbcKeeper implements Keeper {

    private static final int MOST_AT_ONCE = 1_000;

    private static final String LATEST = """
            select seq, role, body, created_at from floor_messages
            where thread_id = ? and seq < ? order by thread_id desc, seq desc limit ?""";

    private static final String INSERT =
            "insert into floor_messages (thread_id, seq, role, body, created_at) values (?, ?, ?, ?, ?)";

    private final DataSource pool;

    private final Dialect dialect;

    JdbcKeeper(DataSource pool, Dialect dialect) {
        this.pool = pool;
        this.dialect = dialect;
        try (var connection = pool.getConnection();
                var statement = connection.createStatement()) {
            for (var table : TABLES) {
                statement.execute(table);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static final List<String> TABLES = List.of(
            "create table if not exists floor_threads (id uuid primary key, counter bigint not null)", """
            create table if not exists floor_messages (
                thread_id uuid not null,
                seq bigint not null,
                role varchar(16) not null,
                body varchar(100000) not null,
                created_at timestamp(6) with time zone not null,
                primary key (thread_id, seq)
            )""", """
            create table if not exists floor_usage (
                user_id varchar(64) primary key,
                calls bigint not null,
                input bigint not null,
                output bigint not null
            )""");

    /** What the two databases say differently. */
    enum Dialect {
        POSTGRESQL("update floor_threads set counter = counter + ? where id = ? returning counter", """
                insert into floor_usage (user_id, calls, input, output) values (?, 1, ?, ?)
                on conflict (user_id) do update set calls = floor_usage.calls + 1,
                    input = floor_usage.input + excluded.input, output = floor_usage.output + excluded.output"""),
        H2("select counter from final table (update floor_threads set counter = counter + ? where id = ?)", """
                merge into floor_usage as u using (values (?, 1, ?, ?)) as n (user_id, calls, input, output)
                on u.user_id = n.user_id
                when matched then update set calls = u.calls + 1, input = u.input + n.input,
                    output = u.output + n.output
                when not matched then insert values (n.user_id, 1, n.input, n.output)""");

        private final String count;

        private final String spend;

        Dialect(String count, String spend) {
            this.count = count;
            this.spend = spend;
        }
    }

    @Override
    public FloorConversation start(int messages) {
        var thread = UUID.randomUUID();
        inTransaction(connection -> {
            try (var insert = connection.prepareStatement("insert into floor_threads (id, counter) values (?, 0)")) {
                insert.setObject(1, thread);
                insert.executeUpdate();
            }
        });
        var conversation = new FloorConversation(thread, "user-" + thread);
        for (var left = messages; left > 0; left -= MOST_AT_ONCE) {
            var count = Math.min(left, MOST_AT_ONCE);
            inTransaction(connection -> conversation.insert(connection, count));
        }
        return conversation;
    }

    private void inTransaction(Statements statements) {
        try (var connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            statements.run(connection);
            connection.commit();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @FunctionalInterface
    private interface Statements {
        void run(Connection connection) throws SQLException;
    }

    /** A message as it was read. */
    record Line(long position, String role, String text, OffsetDateTime at) {}

    /** A thread and its user. */
    final class FloorConversation implements Conversation {

        private final UUID thread;

        private final String user;

        private FloorConversation(UUID thread, String user) {
            this.thread = thread;
            this.user = user;
        }

        List<Line> latest() {
            try (var connection = pool.getConnection();
                    var query = connection.prepareStatement(LATEST)) {
                query.setObject(1, thread);
                query.setLong(2, Long.MAX_VALUE);
                query.setInt(3, HISTORY);
                var lines = new ArrayList<Line>();
                try (var row = query.executeQuery()) {
                    while (row.next()) {
                        lines.add(new Line(
                                row.getLong(1),
                                row.getString(2),
                                row.getString(3),
                                row.getObject(4, OffsetDateTime.class)));
                    }
                }
                return lines;
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
        }

        @Override
        public int history() {
            return latest().size();
        }

        @Override
        public void append() {
            inTransaction(connection -> {
                insert(connection, 2);
                spend(connection);
            });
        }

        /** The question alone, as a server does that must not lose it while the model is asked. */
        void ask() {
            inTransaction(connection -> insert(connection, 1));
        }

        /** The answer to it, with what was consumed. */
        void answer() {
            inTransaction(connection -> {
                insert(connection, 1);
                spend(connection);
            });
        }

        private void insert(Connection connection, int messages) throws SQLException {
            var last = counted(connection, messages);
            try (var insert = connection.prepareStatement(INSERT)) {
                for (var i = 0; i < messages; i++) {
                    bind(insert, last - messages + 1 + i);
                    if (messages > 1) {
                        insert.addBatch();
                    }
                }
                if (messages > 1) {
                    insert.executeBatch();
                } else {
                    insert.executeUpdate();
                }
            }
        }

        private long counted(Connection connection, int messages) throws SQLException {
            try (var count = connection.prepareStatement(dialect.count)) {
                count.setInt(1, messages);
                count.setObject(2, thread);
                try (var row = count.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        }

        private void bind(PreparedStatement insert, long seq) throws SQLException {
            var question = seq % 2 == 1;
            insert.setObject(1, thread);
            insert.setLong(2, seq);
            insert.setString(3, question ? "user" : "assistant");
            insert.setString(4, question ? Words.QUESTION : Words.ANSWER);
            insert.setObject(5, OffsetDateTime.now(ZoneOffset.UTC));
        }

        private void spend(Connection connection) throws SQLException {
            try (var spend = connection.prepareStatement(dialect.spend)) {
                spend.setString(1, user);
                spend.setInt(2, Words.INPUT_TOKENS);
                spend.setInt(3, Words.OUTPUT_TOKENS);
                spend.executeUpdate();
            }
        }
    }
}
