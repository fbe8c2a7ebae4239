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
 * @param mostOfGuest of these, how many one guest may have
 */
public record PresenceSettings(
        Duration grace, Duration lease, Duration activityEvery, Duration sharedExpiry, int most, int mostOfGuest) {

    /** What keeps a list of who is there, and what is locked to tell of it, of bounded size. */
    public static final int CONNECTIONS = 256;

    /** So few that no guest can keep others out. */
    public static final int CONNECTIONS_OF_GUEST = 16;
}
