package dev.chatsessions.examples.worker;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/** A question that the server handed over to be answered, and under which number. */
record Ticket(String reply, String session, String thread, long fence, Instant leaseUntil, String question) {

    /** What its requests for permission are called: they are of this claim, as another one of the same question asks anew. */
    String permission(String number) {
        return fence + "-" + number;
    }

    /** The number of a request of this claim; another claim's has none. */
    Optional<String> number(String permission) {
        var ours = permission("");
        return permission.startsWith(ours) ? Optional.of(permission.substring(ours.length())) : Optional.empty();
    }

    static Ticket of(JsonNode json) {
        return new Ticket(
                json.path("reply_id").asText(),
                json.path("session_id").asText(),
                json.path("thread_id").asText(),
                json.path("fence").asLong(),
                Instant.parse(json.path("lease_until").asText()),
                json.path("message").path("content").asText());
    }
}
