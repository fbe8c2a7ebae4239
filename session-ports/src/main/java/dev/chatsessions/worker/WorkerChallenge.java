package dev.chatsessions.worker;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What a program is told that wants to be somebody's worker, as in RFC 8628: it shows its user one code and asks with the
 * other. Neither is printed: {@code toString} hides them.
 *
 * @param deviceCode a secret that the program asks with, until its user has decided
 * @param userCode what its user types in, such as {@code WDJB-MJHT}
 * @param expiresIn how long both are good
 * @param interval how long to wait between two questions
 */
public record WorkerChallenge(String deviceCode, String userCode, Duration expiresIn, Duration interval) {

    public WorkerChallenge {
        requireNonNull(deviceCode, "deviceCode");
        requireNonNull(userCode, "userCode");
        requireNonNull(expiresIn, "expiresIn");
        requireNonNull(interval, "interval");
    }

    @Override
    public String toString() {
        return "WorkerChallenge[codes hidden, expiresIn=" + expiresIn + "]";
    }
}
