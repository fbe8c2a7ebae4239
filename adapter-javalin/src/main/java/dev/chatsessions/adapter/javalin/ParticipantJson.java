package dev.chatsessions.adapter.javalin;

import dev.chatsessions.presence.Participant;
import java.time.Instant;

/** A client that is in a session. */
record ParticipantJson(String caller, String client, Instant since) {
    static ParticipantJson from(Participant there) {
        return new ParticipantJson(there.caller(), there.client().value(), there.since());
    }
}
