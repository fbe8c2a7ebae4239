package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.LogScope;
import dev.chatsessions.spi.SessionAccess;

/**
 * A right as a condition on {@code sessions s}: beginning with {@code and}, to stand last in a where clause or in a
 * join's condition.
 */
record Access(String condition, Values values) {

    static Access to(SessionAccess access) {
        if (access instanceof SessionAccess.Owner owner) {
            return new Access(
                    " and s.deleted_at is null and s.owner_key = ?",
                    Values.of(owner.user().value()));
        }
        if (access instanceof SessionAccess.Guest guest) {
            return new Access(
                    " and s.deleted_at is null and s.id = ?",
                    Values.of(guest.session().value()));
        }
        if (access instanceof SessionAccess.Answering answering) {
            return new Access(
                    " and s.deleted_at is null and s.answerer_worker = ?",
                    Values.of(answering.worker().value()));
        }
        return new Access(" and s.deleted_at is null", Values.none());
    }

    /** The same right, deleted sessions included. */
    Access alsoDeleted() {
        return new Access(condition.replace(" and s.deleted_at is null", ""), values);
    }

    /** Whether the right covers the log of a user or a worker, which hang on no session. */
    static boolean covers(SessionAccess access, LogScope scope) {
        if (access instanceof SessionAccess.Owner owner) {
            return scope instanceof LogScope.OfUser of && of.user().equals(owner.user());
        }
        if (access instanceof SessionAccess.Answering answering) {
            return scope instanceof LogScope.OfWorker of && of.worker().equals(answering.worker());
        }
        return access instanceof SessionAccess.Any;
    }
}
