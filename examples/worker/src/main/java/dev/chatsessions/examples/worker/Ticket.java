package dev.chatsessions.examples.worker;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/** A question that the server handed over to be answered, and under which number. */
record Ticket(String reply, String session, String thread, long fence, Instant leaseUntil, String question) {

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
