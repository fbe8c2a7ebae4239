package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatsessions.ChatSessionsException;
import dev.chatsessions.ChatSessionsException.BudgetExceeded;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.ChatSessionsException.RateLimited;
import dev.chatsessions.ChatSessionsException.Unauthenticated;
import dev.chatsessions.ChatSessionsException.Unavailable;
import dev.chatsessions.ChatSessionsException.Violation;
import dev.chatsessions.JsonValue;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpStatus;

/** A failure as RFC 9457 tells it. The table of statuses is here and nowhere else. */
record Problem(
        int status,
        String code,
        String detail,
        Map<String, String> headers,
        JsonValue.Fields details,
        List<Violation> violations) {

    /** Says nothing of the thing itself, so that what is absent and what is somebody else's read alike. */
    static final String NOT_FOUND = "There is nothing here, or it is not yours.";

    static final String MEDIA_TYPE = "application/problem+json";

    /** Beside what is not well-formed, codes that are wrong, as the clients of the document know it. */
    private static final Set<String> BAD_REQUESTS = Set.of(
            "invalid-parameter",
            "invalid-cursor",
            "malformed-json",
            "malformed-request",
            "code-invalid",
            "invalid-grant",
            "slow-down",
            "expired-token",
            "access-denied",
            "conflicting-parameters",
            "webhook-header-invalid");

    static Problem of(Throwable failure) {
        if (failure instanceof Refusal refusal) {
            return plain(refusal.status(), refusal.code(), refusal.getMessage(), refusal.headers());
        }
        if (failure instanceof ChatSessionsException known) {
            return of(known);
        }
        return plain(500, "internal-error", "The server failed; its log has more under the request id.", Map.of());
    }

    private static Problem of(ChatSessionsException failure) {
        if (failure instanceof NotFound) {
            return plain(404, failure.code(), NOT_FOUND, Map.of());
        }
        var violations = failure instanceof Invalid invalid ? invalid.violations() : List.<Violation>of();
        return new Problem(
                status(failure), failure.code(), failure.getMessage(), headers(failure), failure.details(), violations);
    }

    private static Problem plain(int status, String code, String detail, Map<String, String> headers) {
        return new Problem(status, code, detail, headers, JsonValue.Fields.EMPTY, List.of());
    }

    private static int status(ChatSessionsException failure) {
        if (failure instanceof Invalid) {
            return BAD_REQUESTS.contains(failure.code()) ? 400 : 422;
        }
        for (var family : FAMILIES.entrySet()) {
            if (family.getKey().isInstance(failure)) {
                return family.getValue();
            }
        }
        throw new IllegalStateException("no status for " + failure.getClass());
    }

    private static final Map<Class<? extends ChatSessionsException>, Integer> FAMILIES = Map.ofEntries(
            Map.entry(Unauthenticated.class, 401),
            Map.entry(ChatSessionsException.Forbidden.class, 403),
            Map.entry(NotFound.class, 404),
            Map.entry(ChatSessionsException.Conflict.class, 409),
            Map.entry(ChatSessionsException.Gone.class, 410),
            Map.entry(ChatSessionsException.Stale.class, 412),
            Map.entry(ChatSessionsException.TooLarge.class, 413),
            Map.entry(ChatSessionsException.KeyReused.class, 422),
            Map.entry(RateLimited.class, 429),
            Map.entry(BudgetExceeded.class, 429),
            Map.entry(ChatSessionsException.AssistantFailed.class, 502),
            Map.entry(Unavailable.class, 503));

    private static Map<String, String> headers(ChatSessionsException failure) {
        if (failure instanceof Unauthenticated) {
            return Map.of("WWW-Authenticate", "Bearer realm=\"chat-sessions\"");
        }
        if (failure instanceof RateLimited limited) {
            return Map.of("Retry-After", seconds(limited.retryAfter()));
        }
        if (failure instanceof BudgetExceeded exceeded) {
            return Map.of("Retry-After", seconds(exceeded.retryAfter()));
        }
        if (failure instanceof Unavailable unavailable) {
            return Map.of("Retry-After", seconds(unavailable.retryAfter()));
        }
        return Map.of();
    }

    private static String seconds(Duration wait) {
        return Long.toString(Math.max(1, wait.plusMillis(999).toSeconds()));
    }

    /** The body, for the request of this id. */
    ObjectNode body(String requestId) {
        var body = Json.object();
        body.put("type", "about:blank");
        body.put("title", HttpStatus.getMessage(status));
        body.put("status", status);
        body.put("detail", detail);
        body.put("code", code);
        body.put("request_id", requestId);
        addMoreTo(body);
        return body;
    }

    /** Adds what is told beside the code: the fields that are wrong, and what the failure itself has to say. */
    void addMoreTo(ObjectNode body) {
        if (!violations.isEmpty()) {
            var errors = body.putArray("errors");
            violations.forEach(violation ->
                    errors.addObject().put("pointer", "#/" + violation.field()).put("detail", violation.reason()));
        }
        new LinkedHashMap<>(details.fields()).forEach((name, value) -> {
            if (!body.has(name)) {
                body.set(name, Json.node(value));
            }
        });
    }
}
