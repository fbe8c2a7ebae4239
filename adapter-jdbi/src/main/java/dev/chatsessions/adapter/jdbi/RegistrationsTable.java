package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.MachineId;
import dev.chatsessions.UserId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.spi.RegistrationStore;
import dev.chatsessions.worker.WorkerApplication;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The registrations of workers. */
final class RegistrationsTable implements RegistrationStore {

    private static final Insert INSERT = Insert.into(
            "worker_registrations",
            "user_code, device_code, worker_id, machine, name, answers_at_once, expires_at, interval_seconds, asked_at, "
                    + "approved_by, closed",
            "user_code");

    private static final String LOCK = """
            select g.user_code, g.device_code, g.worker_id, g.machine, g.name, g.answers_at_once, g.expires_at,
            g.interval_seconds, g.asked_at, g.approved_by, g.closed
            from ${schema}.worker_registrations g where g.%s = ? for update""";

    private static final String CHANGE = """
            update ${schema}.worker_registrations set interval_seconds = ?, asked_at = ?, approved_by = ?, closed = ?
            where user_code = ?""";

    private static final Row<StoredRegistration> ROW = row -> new StoredRegistration(
            row.getString("device_code"),
            row.getString("user_code"),
            new WorkerApplication(
                    new WorkerId(row.getString("worker_id")),
                    new MachineId(row.getString("machine")),
                    row.getString("name"),
                    row.getInt("answers_at_once")),
            Duration.ofSeconds(row.getLong("interval_seconds")),
            Columns.time(row, "asked_at"),
            Columns.optionalText(row, "approved_by").map(UserId::new),
            row.getBoolean("closed"),
            Columns.time(row, "expires_at"));

    private final Transaction transaction;

    RegistrationsTable(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public boolean insert(StoredRegistration registration) {
        var application = registration.application();
        return transaction.insert(
                INSERT,
                Values.of(registration.userCode())
                        .and(registration.deviceCode())
                        .and(application.worker().value())
                        .and(application.machine().value())
                        .and(application.name())
                        .and(application.answersAtOnce())
                        .and(registration.expiresAt())
                        .andAll(changeable(registration)));
    }

    @Override
    public Optional<StoredRegistration> lockByDeviceCode(String hash) {
        return lock("device_code", hash);
    }

    @Override
    public Optional<StoredRegistration> lockByUserCode(String hash) {
        return lock("user_code", hash);
    }

    private Optional<StoredRegistration> lock(String column, String hash) {
        transaction.requireWriting();
        return transaction.first(LOCK.formatted(column), Values.of(hash), ROW);
    }

    @Override
    public void change(StoredRegistration next) {
        transaction.changeLater(CHANGE, changeable(next).and(next.userCode()));
    }

    @Override
    public int removeExpired(Instant before, int limit) {
        return transaction.change(
                transaction.dialect().deleteSome("worker_registrations", "expires_at < ?", "expires_at"),
                new Values().and(before).and(limit));
    }

    private static Values changeable(StoredRegistration registration) {
        return new Values()
                .and(registration.interval().toSeconds())
                .and(registration.askedAt())
                .andText(registration.approvedBy().map(UserId::value))
                .and(registration.closed());
    }
}
