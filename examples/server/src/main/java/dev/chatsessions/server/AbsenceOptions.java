package dev.chatsessions.server;

import dev.chatsessions.core.Settings;
import dev.chatsessions.server.Values.Absence;
import picocli.CommandLine.Option;

/** How long who is away still counts as being there. Servers that share a database are told the same. */
final class AbsenceOptions {

    @Option(
            names = "--shared-expiry",
            paramLabel = "DURATION",
            defaultValue = "1h",
            description = "after how long without use a shared session is over; default: ${DEFAULT-VALUE}")
    private Absence sharedExpiry;

    @Option(
            names = "--presence-grace",
            paramLabel = "DURATION",
            defaultValue = "10s",
            description = "how long a client may be away from a session before it has left; default: ${DEFAULT-VALUE}")
    private Absence presenceGrace;

    @Option(
            names = "--worker-stale-after",
            paramLabel = "DURATION",
            defaultValue = "90s",
            description = "after how long without a word a worker is away; default: ${DEFAULT-VALUE}")
    private Absence workerStaleAfter;

    Settings in(Settings others) {
        return others.withSharedExpiry(sharedExpiry.duration())
                .withPresenceGrace(presenceGrace.duration())
                .withWorkers(others.workers().withStaleAfter(workerStaleAfter.duration()));
    }
}
