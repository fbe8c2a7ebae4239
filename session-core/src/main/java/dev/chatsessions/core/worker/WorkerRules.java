package dev.chatsessions.core.worker;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Conflict;
import dev.chatsessions.ChatSessionsException.Forbidden;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.ChatSessionsException.Unauthenticated;
import dev.chatsessions.ClientAddress;
import dev.chatsessions.WorkerId;
import dev.chatsessions.core.work.AttemptLimit;
import dev.chatsessions.core.work.Limits;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.worker.Assignment;
import dev.chatsessions.worker.Worker;
import dev.chatsessions.worker.WorkerApplication;
import dev.chatsessions.worker.WorkerSessionStart;
import dev.chatsessions.worker.WorkerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who may do what with workers, and how what fails is told. Pure. */
public final class WorkerRules {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final Duration HOUR = Duration.ofHours(1);

    private static final Duration SHORTEST_END = Duration.ofMinutes(1);

    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

    private static final Duration LONGEST_END = Duration.ofDays(366);

    private WorkerRules() {}

    /** The worker that calls; Forbidden to whoever is none, or none yet. */
    public static Worker self(Stores stores, Caller caller) {
        return requireApproved(stores.workers().find(idOf(caller)));
    }

    /** The same, locked: it and what is made for it go one after the other. */
    static Worker locked(Writing writing, Caller caller) {
        return requireApproved(writing.stores().workers().lock(idOf(caller)));
    }

    static WorkerId idOf(Caller caller) {
        if (caller instanceof Caller.Worker worker) {
            return worker.id();
        }
        throw new Forbidden("only a worker may do this");
    }

    static Worker requireApproved(Optional<Worker> found) {
        var worker = found.orElseThrow(() -> pending("no user has approved this worker"));
        if (worker.status() == WorkerStatus.REVOKED) {
            throw new Unauthenticated("this worker was revoked");
        }
        return worker;
    }

    static Forbidden pending(String message) {
        return new Forbidden("worker-pending", message);
    }

    static NotFound missing(WorkerId worker) {
        return new NotFound("there is no worker " + worker);
    }

    static Conflict revoked(WorkerId worker) {
        return new Conflict("worker-revoked", "worker " + worker + " was revoked; approve it again");
    }

    /** One failure for all that can be wrong with a code. */
    static Invalid wrongCode() {
        return new Invalid("code-invalid", "the code is wrong, used up or too old", List.of());
    }

    static Conflict tooMany(int most) {
        return new Conflict("too-many-workers", "you have " + most + " workers; revoke one first");
    }

    /** Who answers in a session, if it is a worker. */
    static Optional<WorkerId> workerOf(Session session) {
        return session.answerer() instanceof Answerer.Worker worker ? Optional.of(worker.id()) : Optional.empty();
    }

    static List<AttemptLimit> ofRegistration(WorkerSettings settings, Optional<ClientAddress> from) {
        return from.stream()
                .map(address -> new AttemptLimit(
                        "worker-register address:" + address, settings.registrationsPerAddress(), MINUTE))
                .toList();
    }

    /** What every code that is typed in counts towards, until it was right. */
    static List<AttemptLimit> ofCode(WorkerSettings settings, Caller caller, Optional<ClientAddress> from) {
        var limits = new ArrayList<AttemptLimit>();
        limits.add(new AttemptLimit("worker-code " + caller.key(), settings.wrongCodesPerUser(), HOUR));
        from.ifPresent(address ->
                limits.add(new AttemptLimit("worker-code address:" + address, settings.wrongCodesPerAddress(), HOUR)));
        return limits;
    }

    static WorkerApplication checked(WorkerApplication application) {
        Limits.name("name", application.name(), 200);
        return application;
    }

    static WorkerSessionStart checked(WorkerSessionStart start) {
        Limits.name("model", start.model(), 200);
        Limits.name("title", start.title(), 200);
        start.endsAfter()
                .filter(time -> time.compareTo(SHORTEST_END) < 0 || time.compareTo(LONGEST_END) > 0)
                .ifPresent(unfit -> {
                    throw new Invalid("ends_after", "must be 1 minute to 366 days");
                });
        requireWait(start.failsAfter());
        return start;
    }

    /** As it would have to be begun, and called ready. */
    static void requireFit(Assignment assignment) {
        checked(new WorkerSessionStart(
                assignment.model(), Optional.empty(), assignment.endsAfter(), assignment.failsAfter()));
        Limits.name("agent_session", assignment.agentSession(), 500);
    }

    static void requireWait(Optional<Duration> failsAfter) {
        failsAfter
                .filter(time -> time.compareTo(SHORTEST_WAIT) < 0 || time.compareTo(LONGEST_END) > 0)
                .ifPresent(unfit -> {
                    throw new Invalid("fails_after", "must be 1 second to 366 days");
                });
    }

    /** When a question has waited for as long as it may, counted from when its worker was last there; later while it is. */
    static Instant failsAt(Reply question, Optional<Worker> worker, Duration limit, Instant now) {
        var since = worker.flatMap(Worker::seenAt)
                .filter(question.askedAt()::isBefore)
                .orElse(question.askedAt());
        var at = since.plus(limit);
        var isThere = worker.filter(Worker::isOnline).isPresent();
        return isThere && !at.isAfter(now) ? now.plus(limit) : at;
    }

    static boolean isSilent(Worker worker, Instant now, Duration staleAfter) {
        return worker.isOnline()
                && worker.seenAt()
                        .filter(seen -> seen.isBefore(now.minus(staleAfter)))
                        .isPresent();
    }

    /** Whether a session that is unused for so long may be ended; one that was put aside waits. */
    static boolean mayEnd(SessionStatus status) {
        return status == SessionStatus.ACTIVE || status == SessionStatus.IDLE;
    }
}
