package dev.chatsessions.core.join;

import java.time.Duration;

/**
 * How long join tokens and their guests last, and how many there may be.
 *
 * @param usualLife how long one may be redeemed unless its issuer says
 * @param longestLife the longest that he may say
 * @param guestLife how long a guest may stay, and come back, while the session is live
 * @param most good ones of one session, guests who came by one included
 */
public record JoinSettings(Duration usualLife, Duration longestLife, Duration guestLife, int most) {

    public static JoinSettings defaults() {
        return new JoinSettings(Duration.ofMinutes(10), Duration.ofHours(24), Duration.ofHours(24), 100);
    }
}
