package dev.chatsessions.examples.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatsessions.examples.worker.ServerApi.Told;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Who the worker is, by which token, and how far it came in its commands: a file that only its user can read, replaced as a
 * whole. One process at a time works with it. Thread-safe.
 */
final class WorkerState implements AutoCloseable {

    private static final String LETTERS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-";

    private static final int ID_LENGTH = 21;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path file;

    private final FileChannel lock;

    private final ObjectNode fields;

    private WorkerState(Path file, FileChannel lock, ObjectNode fields) {
        this.file = file;
        this.lock = lock;
        this.fields = fields;
    }

    /** Opens the state in this folder, or begins one with new ids. */
    static WorkerState in(Path folder) {
        try {
            Files.createDirectories(folder, mode(folder, "rwx------"));
            var file = folder.resolve("worker.json");
            var state = new WorkerState(file, locked(folder), fields(file));
            state.begin();
            return state;
        } catch (IOException refused) {
            throw new WorkerFailure(WorkerFailure.FILES, "the folder " + folder + " cannot be used: " + refused);
        }
    }

    private static FileChannel locked(Path folder) throws IOException {
        var channel =
                FileChannel.open(folder.resolve("worker.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException here) {
            // Told like that of another process.
        }
        channel.close();
        throw new WorkerFailure(
                WorkerFailure.FILES,
                "another worker runs with the state in " + folder + "; give this one another --state");
    }

    private static ObjectNode fields(Path file) throws IOException {
        try {
            if (ServerApi.read(Files.readString(file)) instanceof ObjectNode read) {
                return read;
            }
            throw new WorkerFailure(WorkerFailure.FILES, "the file " + file + " is damaged; remove it to begin anew");
        } catch (NoSuchFileException first) {
            return ServerApi.fields();
        }
    }

    private void begin() {
        if (!fields.hasNonNull("worker_id")) {
            fields.put("machine_id", newId());
            fields.put("worker_id", newId());
            write();
        }
    }

    private static String newId() {
        return RANDOM.ints(ID_LENGTH, 0, LETTERS.length())
                .mapToObj(index -> LETTERS.substring(index, index + 1))
                .collect(Collectors.joining());
    }

    synchronized String worker() {
        return fields.path("worker_id").asText();
    }

    synchronized String machine() {
        return fields.path("machine_id").asText();
    }

    /** Empty text where there is none. */
    synchronized String token() {
        return fields.path("token").asText();
    }

    /** Whether half of its life is over, so that there is much time left to get another. */
    synchronized boolean isTokenOld(Instant now) {
        return Optional.of(fields.path("token_old_at").asText())
                .filter(text -> !text.isEmpty())
                .filter(text -> now.isAfter(Instant.parse(text)))
                .isPresent();
    }

    synchronized void keepToken(Told told) {
        var end = Instant.parse(told.body().path("expires_at").asText());
        var old = told.at()
                .map(now -> now.plus(Duration.between(now, end).dividedBy(2)))
                .orElse(end);
        fields.put("token", told.body().path("token").asText());
        fields.put("token_old_at", old.toString());
        write();
    }

    /** The token is worthless, and so is the place in the commands. */
    synchronized void forgetToken() {
        fields.remove("token");
        fields.remove("token_old_at");
        fields.remove("cursor");
        write();
    }

    synchronized Optional<String> cursor() {
        return Optional.of(fields.path("cursor").asText()).filter(text -> !text.isEmpty());
    }

    synchronized void keepCursor(String cursor) {
        fields.put("cursor", cursor);
        write();
    }

    private void write() {
        try {
            var next = file.resolveSibling("worker.json.next");
            Files.deleteIfExists(next);
            Files.createFile(next, mode(file, "rw-------"));
            Files.writeString(next, fields.toPrettyString(), StandardOpenOption.SYNC);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException refused) {
            throw new WorkerFailure(WorkerFailure.FILES, "the file " + file + " cannot be written: " + refused);
        }
    }

    /** How what only its user may read is made, where files know users. */
    static FileAttribute<?>[] mode(Path path, String mode) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }

    /** Another process may work with it. */
    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException kept) {
            throw new WorkerFailure(WorkerFailure.FILES, "the lock of " + file + " cannot be given back: " + kept);
        }
    }
}
