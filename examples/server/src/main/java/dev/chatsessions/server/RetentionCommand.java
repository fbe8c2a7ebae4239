package dev.chatsessions.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chatsessions.Caller;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.session.RetentionPolicy;
import dev.chatsessions.session.RetentionReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What becomes of unused sessions by the policies that are set. */
@Command(
        name = "retention",
        description = {
            "Tells what the policies of --retention would do now, or does it and tells what was done.",
            "A running server that is named by --url, or has the database file in use, is asked what its own policies would do;",
            "otherwise this opens the database, beside running servers on a PostgreSQL, too."
        },
        sortOptions = false)
final class RetentionCommand implements Callable<Integer> {

    private static final Caller.Admin OPERATOR = Caller.admin("command-line");

    @Parameters(paramLabel = "plan|run", description = "whether to tell or to do")
    private Step step;

    @Mixin
    private RetentionOptions retention;

    @Mixin
    private Confirmation confirmation;

    @Mixin
    private ServingOptions serving;

    @Mixin
    private DatabaseOptions database;

    @Spec
    private CommandSpec spec;

    enum Step {
        PLAN,
        RUN
    }

    @Override
    public Integer call() {
        if (step == Step.RUN) {
            requirePolicy();
        }
        serving.ask(database, this::byServer, this::inDatabase).forEach(System.out::println);
        return ExitCode.OK;
    }

    private List<String> inDatabase() {
        if (step == Step.RUN) {
            confirmation.require(database.address());
        }
        try (var opened = Database.open(database, database.migration());
                var core = SessionCore.builder()
                        .storage(opened.storage())
                        .housekeeping(Housekeeping.external())
                        .retention(retention.policies())
                        .build()) {
            requirePolicy();
            var report = step == Step.PLAN ? core.retention().plan(OPERATOR) : done(core);
            return report.outcomes().stream().map(this::told).toList();
        }
    }

    private void requirePolicy() {
        if (retention.policies().isEmpty()) {
            throw new ParameterException(spec.commandLine(), "no policy is set: give --retention");
        }
    }

    /** It sweeps by itself, and has policies of its own. */
    private List<String> byServer(RunningServer server) {
        if (step == Step.RUN) {
            throw Failure.refused("the server at " + server.address()
                    + " does by itself what its --retention says; retention plan tells what it would do now");
        }
        var lines = new ArrayList<String>();
        server.retentionPlan().path("outcomes").forEach(outcome -> lines.add(told(outcome)));
        return lines;
    }

    private String told(JsonNode outcome) {
        var policy = outcome.path("policy");
        var statuses = new ArrayList<String>();
        policy.path("statuses").forEach(status -> statuses.add(status.asText()));
        return told(
                policy.path("kind").asText(),
                statuses,
                policy.path("action").asText().equals("delete"),
                outcome.path("done").asLong(),
                outcome.path("exempt").asLong(),
                outcome.path("looked").asLong());
    }

    /** Sweeps as a server does, until all was looked at once. */
    private static RetentionReport done(SessionCore core) {
        Optional<RetentionReport> ended;
        do {
            core.housekeeping().runOnce();
            core.check();
            ended = core.retention()
                    .last(OPERATOR)
                    .filter(report -> report.endedAt().isPresent());
        } while (ended.isEmpty());
        return ended.get();
    }

    private String told(RetentionReport.Outcome outcome) {
        var policy = outcome.policy();
        return told(
                word(policy.kind()),
                policy.statuses().stream().map(RetentionCommand::word).toList(),
                policy.action() == RetentionPolicy.Action.DELETE,
                outcome.done(),
                outcome.exempt(),
                outcome.looked());
    }

    private String told(String kind, List<String> statuses, boolean isDeleting, long done, long exempt, long looked) {
        return kind + " " + String.join("+", new TreeSet<>(statuses)) + ", " + (step == Step.PLAN ? "would be " : "")
                + (isDeleting ? "deleted: " : "archived: ") + done + ", exempt: " + exempt + ", looked at: " + looked;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
