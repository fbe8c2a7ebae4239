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
final class AgentSession {

    private static final int MOST_STARTS = 3;

    private static final Pauses PAUSES = new Pauses(Duration.ofSeconds(1), Duration.ofSeconds(30));

    private final String id;

    private final AgentSessions shared;

    private final ReentrantLock turn = new ReentrantLock(true);

    private Optional<Agent> agent = Optional.empty();

    private Optional<Answer> asked = Optional.empty();

    /** Until the session ends; one that its user opens again has another. */
    private CountDownLatch life = new CountDownLatch(1);

    private int users;

    private int failures;

    private long failedAt;

    private long usedAt = System.nanoTime();

    AgentSession(String id, AgentSessions shared) {
        this.id = id;
        this.shared = shared;
    }

    String id() {
        return id;
    }

    /** Somebody does something in it. */
    synchronized void entered() {
        users++;
    }

    /** Whether nobody does anything in it any more, and it may be forgotten. */
    synchronized boolean left() {
        users--;
        return users == 0 && agent.isEmpty() && failures == 0;
    }

    /** Has the agent answer, once it has answered what it was asked before. */
    AgentEnd answer(String question, Answer answer) throws AgentFailure {
        turn.lock();
        var until = life();
        try {
            asked(Optional.of(answer));
            if (answer.isUnwanted()) {
                return AgentEnd.of(AgentEnd.Reason.STOPPED);
            }
            var end = running(until).answer(question, answer);
            succeeded();
            return end;
        } catch (AgentFailure failure) {
            failed(until);
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
            running(life());
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

    /** Ends the agent, if it still is at this answer, and does not wait for one that only begins. */
    void kill(Answer answer) {
        answer.unwant();
        answering(answer).ifPresent(Agent::close);
        answer.failed("the agent was ended");
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

    /** Ends the agent, whatever it is doing; another one waits until this one is gone. */
    void end() {
        var left = ended();
        left.ifPresent(Agent::close);
        gone(left);
    }

    private synchronized Optional<Agent> ended() {
        life.countDown();
        life = new CountDownLatch(1);
        failures = 0;
        return agent;
    }

    private synchronized void gone(Optional<Agent> left) {
        if (agent.equals(left)) {
            agent = Optional.empty();
        }
    }

    private synchronized CountDownLatch life() {
        return life;
    }

    private synchronized void asked(Optional<Answer> answer) {
        asked = answer;
        usedAt = System.nanoTime();
    }

    private synchronized void succeeded() {
        failures = 0;
    }

    /** What ended with its session did not fail. */
    private synchronized void failed(CountDownLatch until) {
        if (until.getCount() > 0) {
            failures++;
            failedAt = System.nanoTime();
        }
    }

    private Agent running(CountDownLatch until) throws AgentFailure {
        for (var tries = 1; ; tries++) {
            try {
                return runningNow(until);
            } catch (AgentFailure failure) {
                if (tries == MOST_STARTS || failure.isLasting() || until.getCount() == 0) {
                    throw failure;
                }
                failed(until);
            }
        }
    }

    private Agent runningNow(CountDownLatch until) throws AgentFailure {
        Optional<Agent> there;
        synchronized (this) {
            there = agent.filter(Agent::isAlive);
        }
        if (there.isPresent()) {
            return there.get();
        }
        taken().ifPresent(Agent::close);
        pause(until);
        var assignment = shared.assignment(id);
        var started = shared.start(assignment.place());
        keep(started, until);
        if (!assignment.isReady()
                || !started.session().equals(assignment.place().before())) {
            shared.tellReady(id, started.session());
        }
        return started;
    }

    private void keep(Agent started, CountDownLatch until) throws AgentFailure {
        synchronized (this) {
            if (until.getCount() > 0) {
                agent = Optional.of(started);
                return;
            }
        }
        started.close();
        throw new AgentFailure("the session has ended");
    }

    private void pause(CountDownLatch until) throws AgentFailure {
        var pause = 0L;
        synchronized (this) {
            if (failures > 0) {
                pause = PAUSES.after(failures, ThreadLocalRandom.current()).toNanos() - (System.nanoTime() - failedAt);
            }
        }
        try {
            if (until.await(pause, TimeUnit.NANOSECONDS)) {
                throw new AgentFailure("the session has ended");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AgentFailure("stopped while waiting to start the agent again", stopped);
        }
    }
}
