package dev.chatsessions.spi;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.UserId;
import dev.chatsessions.worker.WorkerApplication;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Keeps registrations of workers until they are of no use any more, by the hashes of their codes. */
public interface RegistrationStore {

    /** Keeps a new registration; false, and nothing kept, when another has its user code. */
    boolean insert(StoredRegistration registration);

    /** The registration with this device code, locked to the end of the transaction. */
    Optional<StoredRegistration> lockByDeviceCode(String hash);

    /** The registration with this user code, locked to the end of the transaction. */
    Optional<StoredRegistration> lockByUserCode(String hash);

    /** Replaces what may change of a registration: all but its codes. It is locked. */
    void change(StoredRegistration next);

    /** Removes up to {@code limit} registrations that expired before {@code before} and returns how many. */
    int removeExpired(Instant before, int limit);

    /**
     * A registration.
     *
     * @param deviceCode the hash of what the program asks with
     * @param userCode the hash of what its user types in
     * @param interval how long the program has to wait between two questions
     * @param askedAt when it last asked, or began
     * @param approvedBy whose worker it is to be; empty until somebody approved it
     * @param closed whether it is of no use any more: its token was given, or a user refused it
     */
    record StoredRegistration(
            String deviceCode,
            String userCode,
            WorkerApplication application,
            Duration interval,
            Instant askedAt,
            Optional<UserId> approvedBy,
            boolean closed,
            Instant expiresAt) {
        public StoredRegistration {
            requireNonNull(deviceCode, "deviceCode");
            requireNonNull(userCode, "userCode");
            requireNonNull(application, "application");
            requireNonNull(interval, "interval");
            requireNonNull(askedAt, "askedAt");
            requireNonNull(approvedBy, "approvedBy");
            requireNonNull(expiresAt, "expiresAt");
        }

        /** The same, asked at {@code at}; the next time not sooner than {@code next} later. */
        public StoredRegistration asked(Instant at, Duration next) {
            return new StoredRegistration(deviceCode, userCode, application, next, at, approvedBy, closed, expiresAt);
        }

        /** The same, approved by {@code user}. */
        public StoredRegistration approvedBy(UserId user) {
            return new StoredRegistration(
                    deviceCode, userCode, application, interval, askedAt, Optional.of(user), closed, expiresAt);
        }

        /** The same, of no use any more. */
        public StoredRegistration asClosed() {
            return new StoredRegistration(
                    deviceCode, userCode, application, interval, askedAt, approvedBy, true, expiresAt);
        }
    }
}
