package dev.chatsessions.benchmarks;

import java.time.Duration;
import java.util.UUID;

/**
 * Keeps sessions: a hundred of each owner, of which ten expired unseen and twenty are over; three have the same label. The
 * calls can be made by several threads.
 */
interface Register {

    int OF_EACH_OWNER = 100;

    int PAGE = 50;

    /** After so long an unused session expires. */
    Duration EXPIRY = Duration.ofDays(1);

    /**
     * A number, an owner's name, how the session ends, a trip, and when it was last used, of {@code ?} sessions: those that
     * expired two days ago, the others within the hour.
     */
    String NUMBERED = """
            select n, 'owner-' || (n %% owners) as owner, n / owners as place,
            'trip-' || (n %% owners) || '-' || (n / owners / 3) as trip,
            case when n / owners %% 10 = 0 then 'EXPIRED' when n / owners %% 10 in (1, 2) then 'OVER' else 'LIVE' end as how,
            now() - case when n / owners %% 10 = 0 then interval '2 days' else interval '0' end
                - (n %% 3600) * interval '1 second' as used_at
            from generate_series(0, %1$d - 1) as n, (select %2$d as owners) as o""";

    /** What it is called. */
    String name();

    /** Keeps so many sessions, those with the numbers from 0 on, and no others. */
    void fill(int sessions);

    void create(int owner);

    void find(int owner, UUID session);

    /** The session was used. */
    void touch(int owner, UUID session);

    /** The latest page of an owner's active sessions; gives how many there were. */
    int active(int owner);

    /** The latest page of an owner's sessions of one trip; gives how many there were. */
    int ofTrip(int owner);

    /** Ends all that expired, in whatever batches. */
    void sweep();

    /** {@link #NUMBERED} for so many. */
    static String numbered(int sessions) {
        return NUMBERED.formatted(sessions, owners(sessions));
    }

    static String owner(int owner) {
        return "owner-" + owner;
    }

    /** The session of that number. */
    static UUID id(int session) {
        return new UUID(0, session);
    }

    static int owners(int sessions) {
        return Math.max(1, sessions / OF_EACH_OWNER);
    }

    /** One of the owner's sessions that are live, where there are so many in all; {@code any} is less than a hundred. */
    static UUID live(int owner, int any, int sessions) {
        var place = any - any % 10 + 3 + any % 7;
        return id(place * owners(sessions) + owner);
    }

    /** The trip of the third, the fourth or the fifth session of that owner, among others: those are live. */
    static String trip(int owner) {
        return "trip-" + owner + "-1";
    }
}
