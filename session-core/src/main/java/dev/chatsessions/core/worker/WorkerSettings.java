package dev.chatsessions.core.worker;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What workers have to keep to.
 *
 * @param staleAfter how long a worker that says nothing still counts as being there; it is to say so three times as often
 * @param codeLife how long a user has to approve a worker
 * @param askEvery how often a worker may ask whether it was approved
 * @param tokenLife how long a worker's token is good
 * @param grace how long its old tokens are good after it got a new one
 * @param workersPerUser how many workers one user may have that are not revoked
 * @param registrationsPerAddress within a minute
 * @param wrongCodesPerUser within an hour
 * @param wrongCodesPerAddress within an hour
 */
public record WorkerSettings(
        Duration staleAfter,
        Duration codeLife,
        Duration askEvery,
        Duration tokenLife,
        Duration grace,
        int workersPerUser,
        int registrationsPerAddress,
        int wrongCodesPerUser,
        int wrongCodesPerAddress) {

    public WorkerSettings {
        requireNonNull(staleAfter, "staleAfter");
        requireNonNull(codeLife, "codeLife");
        requireNonNull(askEvery, "askEvery");
        requireNonNull(tokenLife, "tokenLife");
        requireNonNull(grace, "grace");
        if (staleAfter.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("staleAfter " + staleAfter + " is less than 1 s");
        }
    }

    public static WorkerSettings defaults() {
        return new WorkerSettings(
                Duration.ofSeconds(90),
                Duration.ofMinutes(10),
                Duration.ofSeconds(5),
                Duration.ofDays(366),
                Duration.ofMinutes(5),
                50,
                20,
                10,
                50);
    }

    public WorkerSettings withStaleAfter(Duration value) {
        return new WorkerSettings(
                value,
                codeLife,
                askEvery,
                tokenLife,
                grace,
                workersPerUser,
                registrationsPerAddress,
                wrongCodesPerUser,
                wrongCodesPerAddress);
    }
}
