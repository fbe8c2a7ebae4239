package dev.chatsessions.server;

import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which running server a command asks, where it does not open the database itself. */
final class ServingOptions {

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "where the running server serves its operators, such as http://127.0.0.1:7071")
    private Optional<URI> url = Optional.empty();

    @Mixin
    private AdminTokenOptions admin;

    /**
     * What the running server gives, if one is named or has the database file open; else what comes straight from the
     * database, which is opened before anything else is done with it.
     */
    <T> T ask(DatabaseOptions database, Function<RunningServer, T> byServer, Supplier<T> byDatabase) {
        if (url.isPresent()) {
            return byServer.apply(running(database, url.get()));
        }
        try {
            return byDatabase.get();
        } catch (DatabaseLocked e) {
            var address = database.address()
                    .serverFiles()
                    .flatMap(ServerFiles::address)
                    .orElseThrow(() -> Failure.database(e.getMessage() + "; if it is a server, name it with --url", e));
            return byServer.apply(running(database, address));
        }
    }

    private RunningServer running(DatabaseOptions database, URI server) {
        var token = admin.token()
                .or(() -> database.address().serverFiles().flatMap(ServerFiles::adminToken))
                .orElseThrow(() ->
                        Failure.configuration("no admin token for " + server + ": set CHAT_SESSIONS_ADMIN_TOKEN"));
        return new RunningServer(server, token);
    }
}
