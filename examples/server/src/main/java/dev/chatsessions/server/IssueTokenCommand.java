package dev.chatsessions.server;

import dev.chatsessions.Caller;
import dev.chatsessions.RequestKey;
import dev.chatsessions.core.SessionCore;
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
        System.out.println(
                serving.ask(database, server -> server.issueToken(user, role, ttl), () -> fromDatabase(request)));
        return ExitCode.OK;
    }

    private Caller subject() {
        try {
            return role == Role.ADMIN ? Caller.admin(user) : Caller.user(user);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--user: " + e.getMessage(), e);
        }
    }

    private String fromDatabase(TokenRequest request) {
        try (var opened = Database.open(database, database.migration());
                var core = SessionCore.builder().storage(opened.storage()).build()) {
            return core.administration()
                    .issue(Caller.admin("command-line"), request, RequestKey.none())
                    .secret();
        }
    }
}
