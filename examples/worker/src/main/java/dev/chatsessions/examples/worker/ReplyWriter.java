package dev.chatsessions.examples.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatsessions.examples.worker.ServerApi.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Writes one answer to the server, under the number of its claim, and learns from what the server says when the lease has to
 * be renewed. Whatever it refuses is not ours to write any more. Not thread-safe.
 */
final class ReplyWriter {

    private static final int LONGEST_LINE = 500;

    private static final Duration RENEWED_AT_LEAST = Duration.ofSeconds(5);

    private static final Duration RENEWED_AT_MOST = Duration.ofMillis(200);

    private final ServerApi server;

    private final Ticket ticket;

    private boolean stopRequested;

    private long renewAt = System.nanoTime();

    ReplyWriter(ServerApi server, Ticket ticket) {
        this.server = server;
        this.ticket = ticket;
    }

    void text(int offset, String text) throws Away {
        told(post("chunks", fields().put("offset", offset).put("text", text)));
    }

    /** What the agent is at; a line of nothing is not told. */
    void status(String what) throws Away {
        var line = Line.of(what, LONGEST_LINE);
        if (!line.isEmpty()) {
            told(post("status", fields().put("status", line)));
        }
    }

    void renew() throws Away {
        told(post("heartbeat", fields()));
    }

    /** The option that the user has chosen already, if this was asked before. */
    Optional<String> permission(String number, PermissionAsk ask) throws Away {
        var told = post("permissions", PermissionJson.of(fields(), ticket.permission(number), ask));
        return Optional.of(told.body().path("option_id").asText()).filter(option -> !option.isEmpty());
    }

    void complete(AgentEnd end) throws Away {
        var fields = fields().put("finish_reason", end.reason().word());
        end.usage()
                .ifPresent(usage -> fields.putObject("usage")
                        .put("input_tokens", usage.input())
                        .put("output_tokens", usage.output()));
        post("complete", fields);
    }

    void fail(String reason) throws Away {
        post("fail", fields().put("reason", Line.of(reason, LONGEST_LINE)));
    }

    private ObjectNode fields() {
        return ServerApi.fields().put("fence", ticket.fence()).put("thread_id", ticket.thread());
    }

    private Told post(String what, ObjectNode fields) throws Away {
        return server.persistently(() -> server.post("/worker/replies/" + ticket.reply() + "/" + what, fields));
    }

    /** How long the lease is, is told by the server's clock alone. */
    private void told(Told told) {
        var until = Instant.parse(told.body().path("lease_until").asText());
        // What it calls its time is cut to whole seconds.
        var third = told.at()
                .map(at -> Duration.between(at, until).minusSeconds(1).dividedBy(3))
                .orElse(RENEWED_AT_LEAST);
        var atLeast = third.compareTo(RENEWED_AT_MOST) < 0 ? RENEWED_AT_MOST : third;
        var pause = atLeast.compareTo(RENEWED_AT_LEAST) > 0 ? RENEWED_AT_LEAST : atLeast;
        renewAt = System.nanoTime() + pause.toNanos();
        stopRequested |= told.body().path("stop_requested").asBoolean();
    }

    /** Whether the user wants no more of it. */
    boolean isStopRequested() {
        return stopRequested;
    }

    /** When something has to be written, be it only that the answer goes on. */
    long renewAt() {
        return renewAt;
    }
}
