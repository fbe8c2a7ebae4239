package dev.chatsessions.core.presence;

import java.time.Duration;

/**
 * How presence is told.
 *
 * @param grace how long a client may be away and has not left
 * @param lease how long a node may be silent before its clients have left
 * @param activityEvery how often at most a session is noted as used by what its clients do
 * @param sharedExpiry when an unused shared session is over
 * @param most connections of one session
 */
public record PresenceSettings(
        Duration grace, Duration lease, Duration activityEvery, Duration sharedExpiry, int most) {

    /** What keeps a list of who is there, and what is locked to tell of it, of bounded size. */
    public static final int CONNECTIONS = 256;
}
