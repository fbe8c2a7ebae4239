package dev.chatsessions.adapter.javalin;

import dev.chatsessions.Caller;
import dev.chatsessions.identity.Credential;
import dev.chatsessions.identity.Identity;
import java.util.Optional;

/**
 * Who sent a request.
 *
 * @param credential what was shown; empty when the host vouches for the caller
 * @param identity what the credential proved; empty when the host vouches
 * @param ambient whether a browser would have added the proof by itself
 */
record Visitor(Caller caller, Optional<Credential> credential, Optional<Identity> identity, boolean ambient) {}
