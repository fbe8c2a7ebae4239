package dev.chatsessions.examples.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where agents work, and where the worker keeps what it hands them.
 *
 * @param work where all agents of this worker run
 * @param kept the worker's own folder, which nobody else can read
 */
record AgentFolders(Path work, Path kept) {

    /** Where the question of a session stands while it is answered. */
    Path question(String session) {
        return within("questions", session);
    }

    /** Where the agent of a session says what troubles it; begun anew with each process. */
    Path errors(String session) {
        return within("errors", session);
    }

    private Path within(String folder, String session) {
        try {
            var place = kept.resolve(folder);
            return Files.createDirectories(place, WorkerState.mode(place, "rwx------"))
                    .resolve(session);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }
}
