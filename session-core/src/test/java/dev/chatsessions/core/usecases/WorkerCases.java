package dev.chatsessions.core.usecases;

import dev.chatsessions.Caller;
import dev.chatsessions.ClientAddress;
import dev.chatsessions.MachineId;
import dev.chatsessions.RequestKey;
import dev.chatsessions.ThreadId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.identity.Credential;
import dev.chatsessions.identity.IssuedToken;
import dev.chatsessions.live.Feed;
import dev.chatsessions.session.Session;
import dev.chatsessions.worker.Worker;
import dev.chatsessions.worker.WorkerApplication;
import dev.chatsessions.worker.WorkerChallenge;
import dev.chatsessions.worker.WorkerSession;
import dev.chatsessions.worker.WorkerSessionStart;
import dev.chatsessions.worker.Workers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

/** The words in which suites about workers are told. */
abstract class WorkerCases extends UseCases {

    static final Duration INTERVAL = Duration.ofSeconds(5);

    static final Optional<ClientAddress> NOWHERE = Optional.empty();

    Workers workers;

    @BeforeEach
    final void let_there_be_workers() {
        workers = chat.workers();
    }

    WorkerChallenge registered(Caller.Worker robot) {
        return workers.register(application(robot), NOWHERE);
    }

    static WorkerApplication application(Caller.Worker robot) {
        return new WorkerApplication(robot.id(), new MachineId("machine"), "A robot", 2);
    }

    Worker approved(Caller.User user, WorkerChallenge challenge) {
        return workers.approve(user, challenge.userCode(), NOWHERE);
    }

    IssuedToken redeemed(WorkerChallenge challenge) {
        backend.advance(INTERVAL);
        return workers.redeem(challenge.deviceCode());
    }

    /** Registers, approves, and gives the robot's token. */
    IssuedToken hired(Caller.User user, Caller.Worker robot) {
        var challenge = registered(robot);
        approved(user, challenge);
        return redeemed(challenge);
    }

    Caller callerOf(IssuedToken token) {
        return chat.administration()
                .authenticate(new Credential.Bearer(token.secret()))
                .caller();
    }

    WorkerSession sessionOn(Caller.User user, Caller.Worker robot) {
        return workers.start(user, robot.id(), WorkerSessionStart.of("large"), RequestKey.none());
    }

    ThreadId threadOf(Session session) {
        return chat.threads()
                .findByKey(Caller.user(session.owner().orElseThrow()), session.id(), Workers.THREAD)
                .orElseThrow()
                .id();
    }

    List<String> commands(Caller.Worker robot) {
        return kinds(log(robot, new Feed.OfWorker(robot.id())));
    }

    List<String> told(Caller.User user) {
        return kinds(log(user, new Feed.OfUser(user.id())));
    }

    static Caller.Worker robot(String name) {
        return new Caller.Worker(new WorkerId(name));
    }
}
