package dev.chatsessions.server;

import dev.chatsessions.adapter.jdbi.ChatkitSessions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The deprecated table that is meant. */
final class LegacyTable {

    @Parameters(
            paramLabel = "TABLE",
            arity = "0..1",
            defaultValue = "chatkit_sessions",
            description =
                    "chatkit_sessions, with the name of its schema and a dot before it where that is not in the search"
                            + " path; default: ${DEFAULT-VALUE}")
    private String name;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    ChatkitSessions in(Database database) {
        try {
            return database.storage().chatkitSessions(name);
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(spec.commandLine(), refused.getMessage(), refused);
        }
    }
}
