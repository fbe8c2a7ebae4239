package dev.chatsessions.worker;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * What it takes to start a session on a worker.
 *
 * @param model what the worker is to answer with, in its own words, 1 to 200 characters; empty for its usual one
 * @param title for people, up to 200 characters
 * @param endsAfter how long the session may be unused before it is ended for good, 1 minute to 366 days; empty for ever
 * @param failsAfter how long a question may wait while the worker is away before it fails, 1 second to 366 days; empty for
 *     ever
 */
public record WorkerSessionStart(
        Optional<String> model, Optional<String> title, Optional<Duration> endsAfter, Optional<Duration> failsAfter) {

    public WorkerSessionStart {
        requireNonNull(model, "model");
        requireNonNull(title, "title");
        requireNonNull(endsAfter, "endsAfter");
        requireNonNull(failsAfter, "failsAfter");
    }

    /** With that model, and no title or limit. */
    public static WorkerSessionStart of(String model) {
        return new WorkerSessionStart(Optional.of(model), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
