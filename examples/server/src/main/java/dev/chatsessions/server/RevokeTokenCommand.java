package dev.chatsessions.server;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.TokenId;
import dev.chatsessions.core.SessionCore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "revoke",
        description = {
            "Revokes the token of this id, which is good no more within a second, open streams included.",
            "Asks the running server if --url is given or its database file is in use; otherwise opens the database."
        },
        sortOptions = false)
final class RevokeTokenCommand implements Callable<Integer> {

    @Parameters(paramLabel = "TOKEN-ID", description = "as token issue --json told it; not the token itself")
    private String id;

    @Mixin
    private Result result;

    @Mixin
    private ServingOptions serving;

    @Mixin
    private DatabaseOptions database;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        var token = token();
        serving.ask(
                database,
                server -> {
                    server.revokeToken(token);
                    return token;
                },
                () -> inDatabase(token));
        result.tell(() -> "revoked", Result.document().put("revoked", token.toString()));
        return ExitCode.OK;
    }

    private TokenId inDatabase(TokenId token) {
        try (var opened = Database.open(database, database.migration());
                var core = SessionCore.builder().storage(opened.storage()).build()) {
            core.administration().revoke(Caller.admin("command-line"), token);
            return token;
        }
    }

    /** Never repeats what it refuses: it may be a token. */
    private TokenId token() {
        try {
            return TokenId.parse(id);
        } catch (IllegalArgumentException | NotFound noId) {
            throw new ParameterException(spec.commandLine(), "TOKEN-ID: the value is not the id of a token", noId);
        }
    }
}
