package dev.chatsessions.session;

/** Where a session is in its lifecycle. */
public enum SessionStatus {
    /** In use. */
    ACTIVE,
    /** Unused for a while; any activity makes it ACTIVE again. WORKER sessions only. */
    IDLE,
    /** Put aside until it is resumed. */
    PAUSED,
    /** Finished by its owner, who may reopen it. */
    COMPLETED,
    /** Ended for good. */
    TERMINATED,
    /** Ended for good by inactivity. SHARED sessions only. */
    EXPIRED,
    /** Kept for the record. */
    ARCHIVED;

    /** Whether the session still takes part in anything: ACTIVE, IDLE or PAUSED. */
    public boolean isLive() {
        return this == ACTIVE || this == IDLE || this == PAUSED;
    }

    /** Whether nothing more will ever happen in the session: TERMINATED, EXPIRED or ARCHIVED. */
    public boolean isOver() {
        return !holdsKey();
    }

    /** Whether the session holds its key, so that no other may be started under it: live or COMPLETED. */
    public boolean holdsKey() {
        return isLive() || this == COMPLETED;
    }
}
