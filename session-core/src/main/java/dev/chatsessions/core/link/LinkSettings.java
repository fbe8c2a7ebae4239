package dev.chatsessions.core.link;

import java.time.Duration;

/**
 * What pairing may take, so that six digits are enough: who guesses gets a few of a million codes in an hour, however often
 * he starts anew.
 *
 * @param codeLife how long a code is good
 * @param tries how many codes are compared with that of one pairing
 * @param linksPerUser how many devices one user may have linked
 * @param startsPerUser within a minute
 * @param startsPerAddress within a minute
 * @param confirmsPerUser within a minute
 * @param confirmsPerAddress within a minute
 * @param wrongCodesPerUser within an hour
 * @param wrongCodesPerDevice within an hour, by all users together
 */
public record LinkSettings(
        Duration codeLife,
        int tries,
        int linksPerUser,
        int startsPerUser,
        int startsPerAddress,
        int confirmsPerUser,
        int confirmsPerAddress,
        int wrongCodesPerUser,
        int wrongCodesPerDevice) {

    public static LinkSettings defaults() {
        return new LinkSettings(Duration.ofMinutes(10), 5, 20, 10, 100, 10, 100, 10, 20);
    }
}
