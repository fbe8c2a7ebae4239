package dev.chatsessions.adapter.javalin;

import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.reply.Reply;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * What logs tell of one request: its ids with every line that its thread writes meanwhile, and one line when it is over.
 * Nothing of what its client sent but ids that are well-formed. Thread-safe.
 */
final class RequestLog {

    private static final Logger ACCESS = LoggerFactory.getLogger("dev.chatsessions.access");

    private final long begun = System.nanoTime();

    private final String method;

    private final String route;

    private final Map<String, String> ids = new ConcurrentSkipListMap<>();

    private final Map<String, String> before;

    /** From here on, until {@link #left}, what this thread logs has the request's id. */
    RequestLog(String method, String route, String requestId, Optional<String> traceId) {
        this.method = method;
        this.route = route;
        this.before = Optional.ofNullable(MDC.getCopyOfContextMap()).orElse(Map.of());
        tell("request_id", requestId);
        traceId.ifPresent(id -> tell("trace_id", id));
    }

    void about(SessionId session) {
        tell("session_id", session.toString());
    }

    void about(SessionId session, ThreadId thread) {
        about(session);
        about(thread);
    }

    void about(ThreadId thread) {
        tell("thread_id", thread.toString());
    }

    void about(ReplyId reply) {
        tell("reply_id", reply.toString());
    }

    void about(Reply reply) {
        about(reply.session(), reply.thread());
        about(reply.id());
    }

    private void tell(String name, String id) {
        ids.put(name, id);
        MDC.put(name, id);
    }

    /** This thread does nothing more for it. */
    void left() {
        MDC.setContextMap(before);
    }

    /** It is over. */
    void write(int status) {
        var line = ACCESS.atInfo()
                .addKeyValue("method", method)
                .addKeyValue("route", route)
                .addKeyValue("status", status)
                .addKeyValue("ms", (System.nanoTime() - begun) / 1_000_000);
        for (var id : ids.entrySet()) {
            line = line.addKeyValue(id.getKey(), id.getValue());
        }
        line.log("answered");
    }
}
