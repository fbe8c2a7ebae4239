package dev.chatsessions.server;

import dev.chatsessions.Caller;
import dev.chatsessions.RequestKey;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.identity.IssuedToken;
import dev.chatsessions.identity.TokenRequest;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "issue",
        description = {
            "Issues a token and prints it.",
            "Asks the running server if --url is given or its database file is in use; otherwise opens the database."
        },
        sortOptions = false)
final class IssueTokenCommand implements Callable<Integer> {

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private static final Duration LONGEST = Duration.ofDays(366);

    @Option(names = "--user", paramLabel = "USER", required = true, description = "whose token it will be")
    private String user;

    @Option(
            names = "--role",
            paramLabel = "user|admin",
            defaultValue = "user",
            description = "default: ${DEFAULT-VALUE}")
    private Role role;

    @Option(
            names = "--ttl",
            paramLabel = "DURATION",
            defaultValue = "30d",
            description = "how long it is good; default: ${DEFAULT-VALUE}")
    private Duration ttl;

    @Mixin
    private Result result;

    @Mixin
    private ServingOptions serving;

    @Mixin
    private DatabaseOptions database;

    enum Role {
        USER,
        ADMIN
    }

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (ttl.compareTo(SHORTEST) < 0 || ttl.compareTo(LONGEST) > 0) {
            throw new ParameterException(spec.commandLine(), "--ttl: must be 1 second to 366 days");
        }
        var request = new TokenRequest(subject(), ttl);
        var issued = serving.ask(database, server -> server.issueToken(user, role, ttl), () -> fromDatabase(request));
        result.tell(
                issued::token,
                Result.document()
                        .put("token", issued.token())
                        .put("token_id", issued.id())
                        .put("expires_at", issued.expiresAt()));
        return ExitCode.OK;
    }

    private Caller subject() {
        try {
            return role == Role.ADMIN ? Caller.admin(user) : Caller.user(user);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--user: " + e.getMessage(), e);
        }
    }

    private Issued fromDatabase(TokenRequest request) {
        try (var opened = Database.open(database, database.migration());
                var core = SessionCore.builder().storage(opened.storage()).build()) {
            return Issued.of(core.administration().issue(Caller.admin("command-line"), request, RequestKey.none()));
        }
    }

    /** A token that was issued, here or by a server. */
    record Issued(String token, String id, String expiresAt) {

        static Issued of(IssuedToken issued) {
            return new Issued(
                    issued.secret(), issued.id().toString(), issued.expiresAt().toString());
        }

        @Override
        public String toString() {
            return "Issued[" + id + ", token hidden]";
        }
    }
}
