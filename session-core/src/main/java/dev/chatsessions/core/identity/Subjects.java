package dev.chatsessions.core.identity;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.identity.Permission;
import dev.chatsessions.spi.TokenStore.StoredToken;
import java.util.EnumSet;
import java.util.Set;

/** Callers as a token keeps them, and back. Pure. */
final class Subjects {

    private Subjects() {}

    /** A caller in a token. */
    record Subject(String kind, String name, Set<Permission> permissions) {

        /** Begins the secrets of this kind, so that people and scanners know what they found. */
        String prefix() {
            return "cs_" + kind.charAt(0) + "_";
        }
    }

    static Subject of(Caller caller) {
        if (caller instanceof Caller.User user && !user.permissions().isEmpty()) {
            return new Subject("user", user.id().value(), user.permissions());
        }
        if (caller instanceof Caller.Worker worker) {
            return new Subject("worker", worker.id().value(), EnumSet.of(Permission.READ, Permission.WRITE));
        }
        if (caller instanceof Caller.SessionGuest guest && !guest.permissions().isEmpty()) {
            return new Subject("guest", guest.session().toString(), guest.permissions());
        }
        if (caller instanceof Caller.Admin admin) {
            return new Subject("admin", admin.name(), EnumSet.allOf(Permission.class));
        }
        throw new Invalid("subject", "cannot hold a token");
    }

    static Caller caller(StoredToken token) {
        return switch (token.subjectKind()) {
            case "user" -> new Caller.User(new UserId(token.subject()), token.permissions());
            case "worker" -> new Caller.Worker(new WorkerId(token.subject()));
            case "guest" -> new Caller.SessionGuest(SessionId.parse(token.subject()), token.id(), token.permissions());
            case "admin" -> new Caller.Admin(token.subject());
            default -> throw new IllegalStateException("token " + token.id() + " is of an unknown kind");
        };
    }
}
