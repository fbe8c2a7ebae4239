package dev.chatsessions.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chatsessions.Caller;
import dev.chatsessions.UserId;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.erasure.Erasure;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "erase",
        description = {
            "Removes all that is kept of a user, for good, and tells how many rows of which tables were removed.",
            "Asks the running server if --url is given or its database file is in use; otherwise opens the database.",
            "Repeating it goes on where it was cut off, and tells the same once it has ended."
        },
        sortOptions = false)
final class EraseCommand implements Callable<Integer> {

    private static final Caller.Admin OPERATOR = Caller.admin("command-line");

    private static final long TOLD_EVERY = 10_000;

    @Mixin
    private OneUser user;

    @Option(names = "--yes", description = "has to be said: what is erased is gone")
    private boolean yes;

    @Mixin
    private Confirmation confirmation;

    @Mixin
    private ServingOptions serving;

    @Mixin
    private DatabaseOptions database;

    @Spec
    private CommandSpec spec;

    private long told;

    @Override
    public Integer call() {
        var id = user.id();
        if (!yes) {
            throw new ParameterException(spec.commandLine(), "what is erased is gone: add --yes");
        }
        System.out.println(serving.ask(database, server -> byServer(server, id), () -> inDatabase(id)));
        return ExitCode.OK;
    }

    private String inDatabase(UserId id) {
        confirmation.require(database.address());
        try (var opened = Database.open(database, database.migration());
                var core = SessionCore.builder()
                        .storage(opened.storage())
                        .housekeeping(Housekeeping.external())
                        .build()) {
            Erasure erasure;
            for (erasure = core.erasures().erase(OPERATOR, id);
                    erasure.endedAt().isEmpty(); ) {
                core.housekeeping().runOnce();
                core.check();
                erasure = core.erasures().find(OPERATOR, id);
                passed(erasure.rows());
            }
            return report(erasure.removed(), erasure.remaining());
        }
    }

    private String byServer(RunningServer server, UserId id) {
        var erasure = server.erase(id.value());
        while (!erasure.path("status").asText().equals("erased")) {
            pause();
            erasure = server.erasure(id.value());
            passed(erasure.path("rows").asLong());
        }
        return report(counts(erasure.path("removed")), counts(erasure.path("remaining")));
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.runningServer("interrupted; the server goes on with it", e);
        }
    }

    private void passed(long rows) {
        if (rows - told >= TOLD_EVERY) {
            told = rows;
            System.err.println(rows + " rows");
        }
    }

    private static Map<String, Long> counts(JsonNode told) {
        var counts = new TreeMap<String, Long>();
        told.properties()
                .forEach(table -> counts.put(table.getKey(), table.getValue().asLong()));
        return counts;
    }

    private static String report(Map<String, Long> removed, Map<String, Long> remaining) {
        return "removed: " + shown(removed) + "; remaining: " + shown(remaining);
    }

    private static String shown(Map<String, Long> rows) {
        var some = rows.entrySet().stream()
                .filter(table -> table.getValue() > 0)
                .map(table -> table.getKey() + " " + table.getValue())
                .collect(Collectors.joining(", "));
        return some.isEmpty() ? "nothing" : some;
    }
}
