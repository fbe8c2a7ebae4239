package dev.chatsessions.examples.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatsessions.examples.worker.ServerApi.Told;
import java.time.Duration;
import java.time.Instant;
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

    private static final int LONGEST_LINE = 500;

    private static final Duration RENEWED_AT_LEAST = Duration.ofSeconds(5);

    private static final Duration RENEWED_AT_MOST = Duration.ofMillis(200);

    private final Ticket ticket;

    private final AgentSession session;

    private final ServerApi server;

    private final WorkerSettings settings;

    private final Executor threads;

    private final Answer answer = new Answer();

    private final long begun = System.nanoTime();

    private long renewAt;

    private long writeAt = begun;

    private volatile boolean stopped;

    private volatile boolean leaving;

    MessageProcessor(Ticket ticket, AgentSession session, ServerApi server, WorkerSettings settings, Executor threads) {
        this.ticket = ticket;
        this.session = session;
        this.server = server;
        this.settings = settings;
        this.threads = threads;
    }

    @Override
    public void run() {
        threads.execute(this::ask);
        try {
            renewIn(Duration.ZERO);
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

    /** The user has chosen. */
    void chosen(String request, String option) {
        answer.chosen(request.substring(request.indexOf('-') + 1), Optional.of(option));
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
        return Math.min(renewAt, Math.min(tooLong, tooSilent));
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
            told(post("status", fields().put("status", cut(status.get()))));
        }
        if (!text.isEmpty()) {
            writeText(text);
        } else if (status.isEmpty() && System.nanoTime() >= renewAt) {
            told(post("heartbeat", fields()));
        }
    }

    /** The request's id is of this claim, as another one of the same question asks anew. */
    private void askUser(String id, PermissionAsk ask) throws Away {
        try {
            var told = post("permissions", PermissionJson.of(fields(), ticket.fence() + "-" + id, ask))
                    .body();
            Optional.of(told.path("option_id").asText())
                    .filter(option -> !option.isEmpty())
                    .ifPresent(option -> answer.chosen(id, Optional.of(option)));
        } catch (Refused refused) {
            answer.chosen(id, Optional.empty());
        }
    }

    private void writeText(String text) throws Away {
        var offset = answer.sent();
        writeAt = System.nanoTime() + settings.flush().toNanos();
        try {
            told(post("chunks", fields().put("offset", offset).put("text", text)));
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
            complete(new AgentEnd(AgentEnd.Reason.STOPPED, answer.end().flatMap(AgentEnd::usage)));
        } else if (answer.failure().isPresent()) {
            fail(answer.failure().get());
        } else if (answer.isEmpty()) {
            fail("the agent said nothing");
        } else {
            complete(answer.end().orElseThrow());
        }
    }

    private void complete(AgentEnd end) throws Away {
        var fields = fields().put("finish_reason", end.reason().word());
        end.usage()
                .ifPresent(usage -> fields.putObject("usage")
                        .put("input_tokens", usage.input())
                        .put("output_tokens", usage.output()));
        post("complete", fields);
    }

    private void fail(String reason) throws Away {
        post("fail", fields().put("reason", cut(reason)));
    }

    private static String cut(String line) {
        var said = line.strip().replace('\0', ' ');
        return said.substring(0, Math.min(LONGEST_LINE, said.length()));
    }

    private ObjectNode fields() {
        return ServerApi.fields().put("fence", ticket.fence()).put("thread_id", ticket.thread());
    }

    private Told post(String what, ObjectNode fields) throws Away {
        return server.persistently(() -> server.post("/worker/replies/" + ticket.reply() + "/" + what, fields));
    }

    /** Learns from the answer to a write how long the lease is, by the server's clock alone, and whether to stop. */
    private void told(Told told) {
        var until = Instant.parse(told.body().path("lease_until").asText());
        // What it calls its time is cut to whole seconds.
        renewIn(told.at()
                .map(at -> Duration.between(at, until).minusSeconds(1).dividedBy(3))
                .orElse(RENEWED_AT_LEAST));
        if (told.body().path("stop_requested").asBoolean()) {
            stop();
        }
    }

    private void renewIn(Duration third) {
        var atLeast = third.compareTo(RENEWED_AT_MOST) < 0 ? RENEWED_AT_MOST : third;
        var pause = atLeast.compareTo(RENEWED_AT_LEAST) > 0 ? RENEWED_AT_LEAST : atLeast;
        renewAt = System.nanoTime() + pause.toNanos();
    }

    /** Nobody waits for the agent any more, if it still answers. */
    private void abandon() {
        if (!answer.isOver()) {
            answer.failed("nobody waits for it any more");
            session.cancel(answer);
        }
    }
}
