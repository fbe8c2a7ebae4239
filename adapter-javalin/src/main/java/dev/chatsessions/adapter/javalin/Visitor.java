package dev.chatsessions.adapter.javalin;

import dev.chatsessions.Caller;
import dev.chatsessions.identity.Credential;
import dev.chatsessions.identity.Identity;
import dev.chatsessions.join.Joined;
import java.util.Optional;

/**
 * Who sent a request.
 *
 * @param credential what was shown; empty when the host vouches for the caller
 * @param identity what the credential proved; empty when the host vouches
 * @param ambient whether a browser would have added the proof by itself
 */
record Visitor(Caller caller, Optional<Credential> credential, Optional<Identity> identity, boolean ambient) {

    /** A guest who came by a join token just now. */
    static Visitor invited(Joined joined) {
        var credential = joined.credential();
        var identity = new Identity(joined.guest(), Optional.of(credential.id()), Optional.of(credential.expiresAt()));
        return new Visitor(
                joined.guest(), Optional.of(new Credential.Bearer(credential.secret())), Optional.of(identity), false);
    }
}
