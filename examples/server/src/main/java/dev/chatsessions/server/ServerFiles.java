package dev.chatsessions.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * What a server leaves beside its database, so that commands on this machine find it: where its operators are served, and the admin
 * token that it made for itself. Only the user who runs the server can read them.
 */
final class ServerFiles {

    private final Path address;
    private final Path adminToken;

    /** @param database the database's file, without its ending */
    ServerFiles(Path database) {
        this.address = database.resolveSibling(database.getFileName() + ".url");
        this.adminToken = database.resolveSibling(database.getFileName() + ".admin-token");
    }

    /** Makes the folder, closed to other users, unless it is there. */
    void makeFolder() {
        var folder = address.getParent();
        try {
            if (!Files.exists(folder)) {
                Files.createDirectories(folder, readableByOwner(folder, "rwx------"));
            }
        } catch (IOException e) {
            throw Failure.files("the folder " + folder + " cannot be made", e);
        }
    }

    Optional<URI> address() {
        return read(address).map(URI::create);
    }

    Optional<String> adminToken() {
        return read(adminToken);
    }

    void keepAddress(URI uri) {
        write(address, uri.toString());
    }

    void forgetAddress() {
        remove(address);
    }

    void keepAdminToken(String secret) {
        write(adminToken, secret);
    }

    void forgetAdminToken() {
        remove(adminToken);
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw Failure.files("the file " + file + " cannot be read", e);
        }
    }

    /** Moved into place, so that nobody reads half of it, and closed to others before anything is in it. */
    private void write(Path file, String text) {
        makeFolder();
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, readableByOwner(fresh, "rw-------"));
            Files.writeString(fresh, text + "\n", StandardOpenOption.WRITE);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw Failure.files("the file " + file + " cannot be written", e);
        }
    }

    private static FileAttribute<?>[] readableByOwner(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
