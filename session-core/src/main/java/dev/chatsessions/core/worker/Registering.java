package dev.chatsessions.core.worker;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException;
import dev.chatsessions.ChatSessionsException.Conflict;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ClientAddress;
import dev.chatsessions.TokenId;
import dev.chatsessions.UserId;
import dev.chatsessions.core.identity.Credentials;
import dev.chatsessions.core.work.Access;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.UserLogs;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.identity.Credential;
import dev.chatsessions.identity.IssuedToken;
import dev.chatsessions.identity.Permission;
import dev.chatsessions.spi.IdSource;
import dev.chatsessions.spi.RegistrationStore.StoredRegistration;
import dev.chatsessions.worker.Worker;
import dev.chatsessions.worker.WorkerApplication;
import dev.chatsessions.worker.WorkerChallenge;
import dev.chatsessions.worker.WorkerStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * How a program becomes a user's worker, in the manner of RFC 8628. Rows are locked in the order of counted attempts,
 * registration, worker and the user's log. Thread-safe.
 */
public final class Registering {

    private static final String PREFIX = "cs_r_";

    private static final Duration SLOWER = Duration.ofSeconds(5);

    private static final int TRIES = 5;

    private final Transactions.Bound transactions;

    private final IdSource ids;

    private final UserLogs logs;

    private final Credentials credentials;

    private final WorkerSettings settings;

    public Registering(
            Transactions transactions, IdSource ids, UserLogs logs, Credentials credentials, WorkerSettings settings) {
        this.transactions = transactions.own();
        this.ids = ids;
        this.logs = logs;
        this.credentials = credentials;
        this.settings = settings;
    }

    WorkerChallenge register(WorkerApplication application, Optional<ClientAddress> from) {
        var checked = WorkerRules.checked(application);
        transactions.run(writing -> WorkerRules.ofRegistration(settings, from).forEach(limit -> limit.take(writing)));
        for (var tries = 0; tries < TRIES; tries++) {
            var deviceCode = PREFIX + ids.secret();
            var userCode = UserCodes.of(ids.secret());
            if (transactions.write(writing -> kept(writing, checked, deviceCode, userCode))) {
                return new WorkerChallenge(
                        deviceCode, UserCodes.shown(userCode), settings.codeLife(), settings.askEvery());
            }
        }
        throw new IllegalStateException("the codes that are made are not random");
    }

    private boolean kept(Writing writing, WorkerApplication application, String deviceCode, String userCode) {
        var now = writing.now();
        return writing.stores()
                .registrations()
                .insert(new StoredRegistration(
                        hash(deviceCode),
                        hash(userCode),
                        application,
                        settings.askEvery(),
                        now,
                        Optional.empty(),
                        false,
                        now.plus(settings.codeLife())));
    }

    /** What is asked too soon counts, so a failure that is to be remembered is thrown after the commit. */
    IssuedToken redeem(String deviceCode) {
        Supplier<IssuedToken> outcome = transactions.write(writing -> {
            var found = writing.stores()
                    .registrations()
                    .lockByDeviceCode(hash(deviceCode))
                    .orElseThrow(Registering::usedUp);
            return redeemed(writing, found);
        });
        return outcome.get();
    }

    private Supplier<IssuedToken> redeemed(Writing writing, StoredRegistration found) {
        var now = writing.now();
        if (found.closed()) {
            throw found.approvedBy().isPresent() ? usedUp() : refused("access-denied", "its user refused this worker");
        }
        if (!now.isBefore(found.expiresAt())) {
            throw expired();
        }
        var registrations = writing.stores().registrations();
        if (now.isBefore(found.askedAt().plus(found.interval()))) {
            var next = found.interval().plus(SLOWER);
            registrations.change(found.asked(now, next));
            return () -> {
                throw new Invalid(
                        "slow-down",
                        "asked too soon; wait " + next.toSeconds() + " s between two questions",
                        ChatSessionsException.detail("interval", next.toSeconds()));
            };
        }
        if (found.approvedBy().isEmpty()) {
            registrations.change(found.asked(now, found.interval()));
            return () -> {
                throw WorkerRules.pending("its user has not approved this worker yet");
            };
        }
        registrations.change(found.asClosed());
        var token = issued(writing, found);
        return () -> token;
    }

    private IssuedToken issued(Writing writing, StoredRegistration approved) {
        var worker = writing.stores()
                .workers()
                .lock(approved.application().worker())
                .filter(found ->
                        approved.approvedBy().filter(found.owner()::equals).isPresent())
                .filter(found -> found.status() != WorkerStatus.REVOKED)
                .orElseThrow(Registering::expired);
        var caller = new Caller.Worker(worker.id());
        credentials.revokeAll(writing, caller);
        return credentials.issue(
                writing, new TokenId(ids.next()), caller, writing.now().plus(settings.tokenLife()));
    }

    private String hash(String code) {
        return credentials.hash(new Credential.Bearer(code));
    }

    private static Invalid expired() {
        return refused("expired-token", "the codes are too old; register again");
    }

    private static Invalid usedUp() {
        return refused("invalid-grant", "there is no such code, or its token was given; register again");
    }

    private static Invalid refused(String code, String message) {
        return new Invalid(code, message, List.of());
    }

    Worker approve(Caller caller, String text, Optional<ClientAddress> from) {
        var user = Access.ownerOf(caller, Permission.WRITE);
        return decided(caller, text, from, (writing, found) -> {
            writing.stores().registrations().change(found.approvedBy(user));
            return approved(writing, user, found.application());
        });
    }

    void deny(Caller caller, String text, Optional<ClientAddress> from) {
        Access.ownerOf(caller, Permission.WRITE);
        decided(caller, text, from, (writing, found) -> {
            writing.stores().registrations().change(found.asClosed());
            return true;
        });
    }

    /** Decides on what waits for a user. Wrong codes count, whatever becomes of the rest. */
    private <T> T decided(
            Caller caller,
            String text,
            Optional<ClientAddress> from,
            BiFunction<Writing, StoredRegistration, T> decision) {
        var limits = WorkerRules.ofCode(settings, caller, from);
        transactions.run(writing -> limits.forEach(limit -> limit.take(writing)));
        var hash = UserCodes.typed(text).map(this::hash).orElseThrow(WorkerRules::wrongCode);
        return transactions.write(writing -> {
            limits.forEach(limit -> limit.giveBack(writing));
            var found = writing.stores()
                    .registrations()
                    .lockByUserCode(hash)
                    .filter(one -> writing.now().isBefore(one.expiresAt()))
                    .filter(one -> one.approvedBy().isEmpty() && !one.closed())
                    .orElseThrow(WorkerRules::wrongCode);
            return decision.apply(writing, found);
        });
    }

    private Worker approved(Writing writing, UserId user, WorkerApplication application) {
        var workers = writing.stores().workers();
        var approved = new Worker(
                application.worker(),
                application.machine(),
                user,
                application.name(),
                application.answersAtOnce(),
                WorkerStatus.OFFLINE,
                writing.now(),
                Optional.empty());
        if (!workers.insert(approved)) {
            workers.lock(application.worker())
                    .filter(there -> there.owner().equals(user))
                    .orElseThrow(() -> new Conflict("worker-taken", "this worker is somebody else's"));
            workers.change(approved);
        }
        var log = logs.lock(writing, user);
        // Only under the lock of the user's log are all of his workers to be seen.
        if (workers.count(user) > settings.workersPerUser()) {
            throw WorkerRules.tooMany(settings.workersPerUser());
        }
        writing.publish(log, WorkerEvents.approved(approved));
        return approved;
    }
}
