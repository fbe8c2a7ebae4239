package dev.chatsessions.session;

import static java.util.Objects.requireNonNull;

/**
 * A session as operators see it: not what is said or kept in it.
 *
 * @param stateKeys how many keys its shared state has
 */
public record SessionOverview(Session session, int stateKeys) {

    public SessionOverview {
        requireNonNull(session, "session");
        if (stateKeys < 0) {
            throw new IllegalArgumentException("stateKeys " + stateKeys + " is negative");
        }
    }
}
