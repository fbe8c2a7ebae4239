package dev.chatsessions.examples.worker;

import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Has one question answered: asks the agent in one thread, and in another sends what it says, renews the lease while it
 * thinks, and tells how it ended. Whatever else happens, it ends when the server says that the answer is not its to write any
 * more.
 */
final class MessageProcessor implements Runnable {

    /** So much is sent at once, even before its time. */
    private static final int MUCH = 4096;

    /** At most three bytes each, and the server takes 64 KiB. */
    private static final int LARGEST_CHUNK = 16_384;

    private final Ticket ticket;

    private final AgentSessions sessions;

    private final AgentSession session;

    private final ReplyWriter writer;

    private final WorkerSettings settings;

    private final Executor threads;

    private final Answer answer = new Answer();

    private final long begun = System.nanoTime();

    private long writeAt = begun;

    private volatile boolean stopped;

    private volatile boolean leaving;

    /** Enters the session, and leaves it when it was run. */
    MessageProcessor(
            Ticket ticket, AgentSessions sessions, ServerApi server, WorkerSettings settings, Executor threads) {
        this.ticket = ticket;
        this.sessions = sessions;
        this.session = sessions.enter(ticket.session());
        this.writer = new ReplyWriter(server, ticket);
        this.settings = settings;
        this.threads = threads;
    }

    @Override
    public void run() {
        threads.execute(this::ask);
        try {
            while (!isSent()) {
                answer.await(writeAt, MUCH, wakeAt());
                watchAgent();
                write();
            }
            end();
        } catch (Refused notOurs) {
            // Somebody else answers it, or nobody: it was stopped, cleared or deleted. The question is over here.
        } catch (Away closing) {
            // The lease runs out, and the question is offered again if nothing was said.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            abandon();
        }
    }

    private void ask() {
        try {
            answer.ended(session.answer(ticket.question(), answer));
        } catch (AgentFailure failure) {
            answer.failed(failure.getMessage());
        } catch (RuntimeException unexpected) {
            answer.failed("the worker failed: " + unexpected);
        } finally {
            sessions.leave(session);
        }
    }

    /** The user wants no more of it. */
    void stop() {
        stopped = true;
        session.cancel(answer);
    }

    /** The worker ends. A question about which nothing was said is left to whoever comes next. */
    void leave() {
        leaving = true;
        answer.failed("the worker was stopped");
    }

    /** The user has chosen. What was asked under an earlier claim may have been something else. */
    void chosen(String request, String option) {
        ticket.number(request).ifPresent(number -> answer.chosen(number, Optional.of(option)));
    }

    /** Commands may have been missed. */
    void lookAgain() {
        answer.lookAgain();
    }

    private boolean isSent() {
        return answer.isOver() && answer.unsent(1).isEmpty();
    }

    private long wakeAt() {
        var tooLong = begun + settings.longest().toNanos();
        var tooSilent = (answer.isAwaitingUser() ? System.nanoTime() : answer.lastWord())
                + settings.silence().toNanos();
        return Math.min(writer.renewAt(), Math.min(tooLong, tooSilent));
    }

    private void watchAgent() {
        var now = System.nanoTime();
        if (now - begun >= settings.longest().toNanos()) {
            giveUp("the agent did not end its answer within " + Durations.words(settings.longest()));
        } else if (!answer.isAwaitingUser()
                && now - answer.lastWord() >= settings.silence().toNanos()) {
            giveUp("the agent said nothing for " + Durations.words(settings.silence()));
        }
    }

    private void giveUp(String why) {
        if (!answer.isOver()) {
            answer.failed(why);
            session.kill(answer);
        }
    }

    private void write() throws Away {
        for (var ask : answer.takeUnasked().entrySet()) {
            askUser(ask.getKey(), ask.getValue());
        }
        var status = answer.takeStatus();
        var text = answer.unsent(LARGEST_CHUNK);
        if (status.isPresent()) {
            writer.status(status.get());
        }
        if (!text.isEmpty()) {
            writeText(text);
        } else if (System.nanoTime() >= writer.renewAt()) {
            writer.renew();
        }
        if (writer.isStopRequested() && !stopped) {
            stop();
        }
    }

    private void askUser(String number, PermissionAsk ask) throws Away {
        try {
            writer.permission(number, ask).ifPresent(option -> answer.chosen(number, Optional.of(option)));
        } catch (Refused refused) {
            answer.chosen(number, Optional.empty());
        }
    }

    private void writeText(String text) throws Away {
        var offset = answer.sent();
        writeAt = System.nanoTime() + settings.flush().toNanos();
        try {
            writer.text(offset, text);
            answer.sentTo(offset + text.length());
        } catch (Refused refused) {
            switch (refused.code()) {
                // An answer of the server was lost, or the server lost what it had.
                case "sequence-gap" ->
                    answer.sentTo(refused.problem().path("expected_offset").asInt());
                case "payload-too-large" -> {
                    answer.cutOff();
                    session.kill(answer);
                }
                default -> throw refused;
            }
        }
    }

    private void end() throws Away {
        if (leaving && answer.isEmpty()) {
            return;
        }
        if (stopped) {
            writer.complete(new AgentEnd(AgentEnd.Reason.STOPPED, answer.end().flatMap(AgentEnd::usage)));
        } else if (answer.failure().isPresent()) {
            writer.fail(answer.failure().get());
        } else if (answer.isEmpty()) {
            writer.fail("the agent said nothing");
        } else {
            writer.complete(answer.end().orElseThrow());
        }
    }

    /** Nobody waits for the agent any more, if it still answers. */
    private void abandon() {
        if (!answer.isOver()) {
            answer.failed("nobody waits for it any more");
            session.cancel(answer);
        }
    }
}
