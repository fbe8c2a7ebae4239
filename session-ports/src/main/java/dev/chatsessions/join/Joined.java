package dev.chatsessions.join;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.Caller;
import dev.chatsessions.identity.IssuedToken;

/**
 * What redeeming a join token gave.
 *
 * @param guest who its holder is from now on
 * @param credential proves it, now and whenever he comes back; its id is the join token's
 */
public record Joined(Caller.SessionGuest guest, IssuedToken credential) {

    public Joined {
        requireNonNull(guest, "guest");
        requireNonNull(credential, "credential");
    }
}
