package dev.chatsessions.server;

import java.sql.Connection;
import java.sql.SQLException;

/** A database in which whoever would store a word waits, until the words are released. */
record HeldWords(DurablePostgres postgres, Connection gate) implements AutoCloseable {

    static HeldWords in(DurablePostgres postgres) {
        postgres.execute("postgres", """
                create function chat_sessions.wait_at_the_gate() returns trigger language plpgsql as
                $$ begin perform pg_advisory_xact_lock_shared(1); return new; end $$;
                create trigger gate before insert on chat_sessions.session_events
                for each row when (new.kind = 'reply_delta') execute function chat_sessions.wait_at_the_gate()
                """);
        try {
            var held = new HeldWords(postgres, postgres.connection("postgres"));
            held.say("select pg_advisory_lock(1)");
            return held;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void awaitOneHeld() {
        Patience.until(() -> waiting() > 0, () -> "nobody would store a word");
    }

    /** The server gives up those who wait too long. */
    void awaitNoneHeld() {
        Patience.until(() -> waiting() == 0, () -> waiting() + " still wait to store a word");
    }

    void release() {
        say("select pg_advisory_unlock(1)");
    }

    private int waiting() {
        return postgres.count("postgres", "select count(*) from pg_locks where locktype = 'advisory' and not granted");
    }

    private void say(String sql) {
        try (var statement = gate.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void close() {
        try {
            gate.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        postgres.execute(
                "postgres",
                "drop trigger gate on chat_sessions.session_events; drop function chat_sessions.wait_at_the_gate()");
    }
}
