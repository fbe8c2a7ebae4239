package dev.chatsessions.adapter.jdbi;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.JdbiException;

/**
 * One run of one work. On a database that pipelines, what returns nothing is collected and travels with the next
 * statement whose answer is needed, or with the commit: an append is two round trips. Elsewhere it is carried out at
 * once. Used by the thread that opened it, until it ends.
 */
final class Transaction {

    /** So that one trip stays of bounded size. */
    private static final int MOST_WAITING = 64;

    private final Wire wire;

    private final Database database;

    private final Dialect.Scope scope;

    private final ActingFor acting;

    private final Thread owner = Thread.currentThread();

    private final Optional<Clock> clock;

    private final Waiting waiting;

    private final Map<Object, Runnable> soon = new LinkedHashMap<>();

    private final Map<Object, Runnable> last = new LinkedHashMap<>();

    private Optional<Instant> now = Optional.empty();

    private Optional<RuntimeException> broken = Optional.empty();

    private boolean opened;

    private boolean changed;

    private boolean ending;

    private boolean committed;

    private boolean ended;

    Transaction(Connection connection, Database database, Dialect.Scope scope, ActingFor acting) {
        this.wire = new Wire(connection, database);
        this.database = database;
        this.scope = scope;
        this.acting = acting;
        this.clock = database.clock();
        this.waiting = new Waiting(database);
    }

    Dialect dialect() {
        return database.dialect();
    }

    /** The time of the last lock, or of the beginning. */
    Instant now() {
        requireOpen();
        if (now.isEmpty()) {
            clock.ifPresentOrElse(given -> now = Optional.of(read(given)), () -> send(List.of()));
        }
        return now.orElseThrow();
    }

    /** A lock was taken, and the database's clock then read {@code readAt}. */
    void lockedAt(Optional<Instant> readAt, Instant notBefore) {
        var time = clock.map(Transaction::read).or(() -> readAt).orElseThrow();
        now = Stream.of(Optional.of(time), Optional.of(notBefore), now)
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
    }

    Trip trip() {
        return new Trip(this);
    }

    <T> List<T> list(String sql, Values values, Row<T> row) {
        var trip = trip();
        var answer = trip.ask(sql, values, row);
        trip.send();
        return answer.rows();
    }

    <T> Optional<T> first(String sql, Values values, Row<T> row) {
        return list(sql, values, row).stream().findFirst();
    }

    boolean exists(String sql, Values values) {
        return first(sql, values, row -> true).isPresent();
    }

    /** Carries it out now and returns how many rows it changed. */
    int change(String sql, Values values) {
        var trip = trip();
        var answer = trip.change(sql, values);
        trip.send();
        return answer.changed();
    }

    /** Adds the row now; false, and nothing added, when its key is there. A racing one is waited for. */
    boolean insert(Insert insert, Values values) {
        requireWriting();
        if (dialect().pipelines() || insert.conflict().isEmpty()) {
            return change(dialect().insert(insert, 1), values) == 1;
        }
        if (exists(insert.present(), insert.key(values))) {
            return false;
        }
        try {
            return change(dialect().insert(insert, 1), values) == 1;
        } catch (JdbiException failure) {
            if (Failures.isUniqueViolation(failure) && exists(insert.present(), insert.key(values))) {
                return false;
            }
            throw failure;
        }
    }

    /** Adds the row, unless its key is there, at the latest with the commit. */
    void insertLater(Insert insert, Values values) {
        later(() -> waiting.add(insert, values), () -> insert(insert, values));
    }

    /** Carries it out at the latest with the commit. */
    void changeLater(String sql, Values values) {
        carryOut(soon);
        later(() -> waiting.change(sql, values), () -> change(sql, values));
    }

    /** Carries it out at the latest with the commit, with others that are alike. */
    void changeLater(Alike change, Values values) {
        later(() -> waiting.add(change, values), () -> change(change.sql(dialect(), 1), values));
    }

    /** The same; if it changes nothing, the whole work runs again. */
    void mustChangeLater(Change change, Values values) {
        later(() -> waiting.add(change.must(), values), () -> mustChange(change.one(), values));
    }

    /** Carries it out at the latest with the commit; if it changes nothing, the whole work runs again. */
    void mustChangeLater(String sql, Values values) {
        carryOut(soon);
        later(() -> waiting.change(dialect().mustChange(sql, "1"), values), () -> mustChange(sql, values));
    }

    private void mustChange(String sql, Values values) {
        if (change(sql, values) == 0) {
            throw again();
        }
    }

    /** Where statements travel together, this one waits for others. */
    private void later(Runnable wait, Runnable now) {
        requireWriting();
        if (!dialect().pipelines()) {
            now.run();
            return;
        }
        if (database.rowSecurity()) {
            // Policies look for its session.
            carryOut(soon);
        }
        wait.run();
        if (waiting.size() >= MOST_WAITING) {
            send(List.of());
        }
    }

    /** Makes this change just before the commit, in place of what was said before under the same key. */
    void atLast(Object key, Runnable change) {
        requireWriting();
        last.put(key, change);
    }

    /** The same, but before anything else is asked, or changed that may concern it. */
    void soon(Object key, Runnable change) {
        requireWriting();
        last.remove(key);
        soon.put(key, change);
    }

    /** Carries out at once what was to come last, so that it shows in what is read next. */
    void settle() {
        carryOut(soon);
        carryOut(last);
    }

    private static void carryOut(Map<Object, Runnable> changes) {
        if (!changes.isEmpty()) {
            var said = List.copyOf(changes.values());
            changes.clear();
            said.forEach(Runnable::run);
        }
    }

    /** Makes everything durable; in a host's transaction, sends everything. A work cannot hide what broke it. */
    void commit() throws SQLException {
        requireOpen();
        if (broken.isPresent()) {
            throw broken.get();
        }
        settle();
        if (!dialect().pipelines()) {
            ending = true;
            if (!scope.joined()) {
                wire.commit();
            }
            return;
        }
        if (ending || !opened && waiting.size() == 0) {
            return;
        }
        ending = true;
        send(ends());
    }

    private List<Answer<?>> ends() {
        if (!scope.joined()) {
            return List.of(end(changesNothing() ? "rollback" : "commit"));
        }
        var release = end("release savepoint chat_sessions");
        return database.rowSecurity() ? List.of(end(ActingFor.PUT_BACK), release) : List.of(release);
    }

    /** A lock that nothing came of is let go without being written to disk, for which a commit would wait. */
    private boolean changesNothing() {
        return scope == Dialect.Scope.WRITE && !changed && waiting.size() == 0;
    }

    /** Whether the commit was on its way, so that what fails then may have been done. */
    boolean ending() {
        return ending;
    }

    /** Undoes what was done, if the connection still can. */
    void rollback() {
        try {
            if (scope.joined()) {
                if (opened) {
                    wire.execute("rollback to savepoint chat_sessions");
                }
            } else if (!dialect().begins()) {
                wire.rollback();
            } else if (opened && !committed) {
                wire.execute("rollback");
            }
        } catch (SQLException lost) {
            // A connection that cannot roll back is gone, and its transaction with it.
            ended = true;
        }
    }

    void end() {
        ended = true;
    }

    void requireWriting() {
        requireOpen();
        if (!scope.writes()) {
            throw new IllegalStateException("this is a read; what changes something belongs into a write");
        }
    }

    void send(List<Answer<?>> asked) {
        requireOpen();
        if (!asked.isEmpty()) {
            carryOut(soon);
        }
        if (dialect().pipelines()) {
            sendTogether(asked);
        } else {
            open(scope).forEach(one -> carry(List.of(one)));
            asked.forEach(one -> carry(List.of(one)));
        }
    }

    private void sendTogether(List<Answer<?>> asked) {
        var lone = scope == Dialect.Scope.GLANCE && asked.size() < 2;
        var all = new ArrayList<Answer<?>>(open(lone ? Dialect.Scope.LONE_GLANCE : scope));
        var opening = all.isEmpty() ? Optional.<Answer<?>>empty() : Optional.of(all.get(all.size() - 1));
        var work = new ArrayList<Answer<?>>(waiting.take());
        work.addAll(asked);
        changed = changed || work.stream().anyMatch(Answer::changes);
        all.addAll(work);
        if (all.isEmpty()) {
            return;
        }
        if (scope == Dialect.Scope.GLANCE) {
            requireFirst();
            if (!lone) {
                all.add(end("commit"));
            }
        }
        carry(all);
        committed = ending;
        opening.flatMap(Answer::first).ifPresent(time -> {
            if (now.isEmpty() && clock.isEmpty()) {
                now = Optional.of((Instant) time);
            }
        });
    }

    /** The first trip is the whole of it. */
    private void requireFirst() {
        if (ending) {
            throw breaking(new AskedAgain());
        }
        ending = true;
    }

    private static Answer<Void> end(String sql) {
        return new Answer<>(sql, Values.none(), Optional.empty());
    }

    private void carry(List<Answer<?>> answers) {
        try {
            wire.carry(answers);
        } catch (SQLException failure) {
            var failed = new StatementFailed(failure);
            // Elsewhere a failed statement leaves its transaction whole, and some are expected to fail.
            throw dialect().pipelines() ? breaking(failed) : failed;
        }
    }

    /** What was there is no more: the whole work is to run again. */
    RuntimeException again() {
        return breaking(new RevisionMoved());
    }

    private RuntimeException breaking(RuntimeException failure) {
        broken = Optional.of(failure);
        return failure;
    }

    private List<Answer<Instant>> open(Dialect.Scope scope) {
        if (opened) {
            return List.of();
        }
        opened = true;
        return database.opening(scope).stream()
                .map(sql -> new Answer<Instant>(sql, acting.in(sql), readAt(sql)))
                .toList();
    }

    private static Optional<Row<Instant>> readAt(String sql) {
        return Optional.<Row<Instant>>of(row -> Columns.time(row, "read_at")).filter(row -> sql.endsWith("read_at"));
    }

    private void requireOpen() {
        if (ended) {
            throw new IllegalStateException("the transaction of these stores has ended");
        }
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("these stores belong to another thread");
        }
    }

    private static Instant read(Clock clock) {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
