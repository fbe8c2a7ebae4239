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

    /** Where the question of a session stands until its agent has opened it. */
    Path question(String session) {
        try {
            var place = kept.resolve("questions");
            return Files.createDirectories(place, WorkerState.mode(place, "rwx------"))
                    .resolve(session);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }
}
