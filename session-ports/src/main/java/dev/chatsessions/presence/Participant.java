package dev.chatsessions.presence;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.ClientId;
import java.time.Instant;

/**
 * A client that is in a session, by however many connections.
 *
 * @param caller the key of the caller whose client it is
 * @param since when it entered
 */
public record Participant(String caller, ClientId client, Instant since) {

    public Participant {
        requireNonNull(caller, "caller");
        requireNonNull(client, "client");
        requireNonNull(since, "since");
    }
}
