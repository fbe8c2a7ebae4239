package dev.chatsessions.server;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A database by its JDBC URL.
 *
 * @param file where it lies on this machine, without its ending; empty when it is elsewhere or nowhere
 */
record DatabaseAddress(String url, Optional<Path> file) {

    private static final Path EMBEDDED = Path.of("chat-sessions-data", "chat-sessions");

    private static final String H2 = "jdbc:h2:";

    private static final Pattern SOCKET_WAIT = Pattern.compile("[?&]socketTimeout=([0-9]{1,9})(?=&|$)");

    private static final List<String> NOT_FILES = List.of("mem:", "tcp:", "ssl:", "zip:", "classpath:");

    /**
     * The default: an H2 file below the working directory. Through {@code async:}, because an interrupted thread closes
     * a plain H2 file for everybody; with {@code WRITE_DELAY=0}, because without it a killed process loses what it
     * acknowledged; with room for more parsed statements than the eight that H2 remembers, fewer than a turn has.
     */
    static DatabaseAddress embedded() {
        var file = EMBEDDED.toAbsolutePath();
        return new DatabaseAddress(H2 + "async:" + file + ";WRITE_DELAY=0;QUERY_CACHE_SIZE=256", Optional.of(file));
    }

    static DatabaseAddress of(String url) {
        return new DatabaseAddress(url, h2File(url));
    }

    boolean isH2() {
        return url.startsWith(H2);
    }

    boolean isInMemory() {
        return url.startsWith(H2 + "mem:");
    }

    /** What it is called where it is no file of this machine, and not in memory. */
    Optional<String> name() {
        return file.isPresent() || isInMemory() ? Optional.empty() : Optional.of(shown().replaceFirst("^.*[/:]", ""));
    }

    /** How long an answer is waited for, where the URL says so. */
    Optional<Duration> socketWait() {
        return SOCKET_WAIT
                .matcher(url)
                .results()
                .findFirst()
                .map(found -> Duration.ofSeconds(Long.parseLong(found.group(1))));
    }

    /** The URL without what may be a secret. */
    String shown() {
        return url.replaceFirst("[;?].*$", "").replaceFirst("//[^/@]*@", "//");
    }

    /** Where the server leaves its files: beside the database, else in the data folder; nowhere if all is in memory. */
    Optional<ServerFiles> serverFiles() {
        return isInMemory() ? Optional.empty() : Optional.of(new ServerFiles(file.orElse(EMBEDDED.toAbsolutePath())));
    }

    private static Optional<Path> h2File(String url) {
        if (!url.startsWith(H2)) {
            return Optional.empty();
        }
        var place = url.substring(H2.length()).replaceFirst(";.*$", "");
        if (NOT_FILES.stream().anyMatch(place::startsWith)) {
            return Optional.empty();
        }
        var name = place.replaceFirst("^(async|file|nio|nioMapped|split|retry):", "")
                .replaceFirst("^~", System.getProperty("user.home").replace("\\", "\\\\"));
        try {
            return Optional.of(Path.of(name).toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
