package dev.chatsessions.examples.worker;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The agent of one session: there when it is needed, one at a time, asked one thing at a time. One that died is started again
 * and takes the session up where it can, after a pause that grows with each failure in a row. Thread-safe.
 */
final class AgentSession implements AutoCloseable {

    private static final int MOST_STARTS = 3;

    private static final Pauses PAUSES = new Pauses(Duration.ofSeconds(1), Duration.ofSeconds(30));

    private final String id;

    private final AgentSessions shared;

    private final ReentrantLock turn = new ReentrantLock(true);

    private final CountDownLatch closed = new CountDownLatch(1);

    private Optional<Agent> agent = Optional.empty();

    private Optional<Answer> asked = Optional.empty();

    private int failures;

    private long failedAt;

    private long usedAt = System.nanoTime();

    AgentSession(String id, AgentSessions shared) {
        this.id = id;
        this.shared = shared;
    }

    /** Has the agent answer, once it has answered what it was asked before. */
    AgentEnd answer(String question, Answer answer) throws AgentFailure {
        turn.lock();
        try {
            asked(Optional.of(answer));
            if (answer.isUnwanted()) {
                return AgentEnd.of(AgentEnd.Reason.STOPPED);
            }
            var end = running().answer(question, answer);
            succeeded();
            return end;
        } catch (AgentFailure failure) {
            failed();
            throw failure;
        } finally {
            asked(Optional.empty());
            turn.unlock();
        }
    }

    /** Has the agent there before anybody asks, and tells the server. */
    void prepare() throws AgentFailure {
        turn.lock();
        try {
            running();
        } finally {
            turn.unlock();
        }
    }

    /** Asks the agent to end this answer, and ends the agent if it does not. */
    void cancel(Answer answer) {
        answer.unwant();
        answering(answer).ifPresent(Agent::cancel);
        shared.later(() -> kill(answer), shared.settings().stopGrace());
    }

    /** Ends the agent, if it still is at this answer. */
    void kill(Answer answer) {
        answer.unwant();
        answering(answer).ifPresent(Agent::close);
    }

    private synchronized Optional<Agent> answering(Answer answer) {
        return asked.filter(current -> current == answer).flatMap(current -> agent);
    }

    /** Lets the agent go, if it is not answering; it is taken up again when it is needed. */
    void rest() {
        restUnlessUsedFor(Duration.ZERO);
    }

    void restUnlessUsedFor(Duration pause) {
        if (!turn.tryLock()) {
            return;
        }
        try {
            if (System.nanoTime() - usedAt >= pause.toNanos()) {
                taken().ifPresent(Agent::close);
            }
        } finally {
            turn.unlock();
        }
    }

    private synchronized Optional<Agent> taken() {
        var left = agent;
        agent = Optional.empty();
        return left;
    }

    /** Ends the agent, whatever it is doing, for good. */
    @Override
    public void close() {
        closed.countDown();
        taken().ifPresent(Agent::close);
    }

    private synchronized void asked(Optional<Answer> answer) {
        asked = answer;
        usedAt = System.nanoTime();
    }

    private synchronized void succeeded() {
        failures = 0;
    }

    private synchronized void failed() {
        failures++;
        failedAt = System.nanoTime();
    }

    private Agent running() throws AgentFailure {
        for (var tries = 1; ; tries++) {
            try {
                return runningNow();
            } catch (AgentFailure failure) {
                if (tries == MOST_STARTS || failure.isLasting() || closed.getCount() == 0) {
                    throw failure;
                }
                failed();
            }
        }
    }

    private Agent runningNow() throws AgentFailure {
        Optional<Agent> there;
        synchronized (this) {
            there = agent.filter(Agent::isAlive);
        }
        if (there.isPresent()) {
            return there.get();
        }
        taken().ifPresent(Agent::close);
        pause();
        var assignment = shared.assignment(id);
        var started = shared.starter().start(assignment.place());
        keep(started);
        if (!assignment.isReady()
                || !started.session().equals(assignment.place().before())) {
            shared.tellReady(id, started.session());
        }
        return started;
    }

    private void keep(Agent started) throws AgentFailure {
        synchronized (this) {
            if (closed.getCount() > 0) {
                agent = Optional.of(started);
                return;
            }
        }
        started.close();
        throw new AgentFailure("the session has ended");
    }

    private void pause() throws AgentFailure {
        var pause = 0L;
        synchronized (this) {
            if (failures > 0) {
                pause = PAUSES.after(failures, ThreadLocalRandom.current()).toNanos() - (System.nanoTime() - failedAt);
            }
        }
        try {
            if (closed.await(pause, TimeUnit.NANOSECONDS)) {
                throw new AgentFailure("the session has ended");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AgentFailure("stopped while waiting to start the agent again", stopped);
        }
    }
}
