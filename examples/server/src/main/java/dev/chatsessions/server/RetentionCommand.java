package dev.chatsessions.server;

import dev.chatsessions.Caller;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.session.RetentionPolicy;
import dev.chatsessions.session.RetentionReport;
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
            "Opens the database; beside running servers on a PostgreSQL, too."
        },
        sortOptions = false)
final class RetentionCommand implements Callable<Integer> {

    private static final Caller.Admin OPERATOR = Caller.admin("command-line");

    @Parameters(paramLabel = "plan|run", description = "whether to tell or to do")
    private Step step;

    @Mixin
    private RetentionOptions retention;

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
        if (retention.policies().isEmpty()) {
            throw new ParameterException(spec.commandLine(), "no policy is set: give --retention");
        }
        try (var opened = Database.open(database, database.migration());
                var core = SessionCore.builder()
                        .storage(opened.storage())
                        .housekeeping(Housekeeping.external())
                        .retention(retention.policies())
                        .build()) {
            var report = step == Step.PLAN ? core.retention().plan(OPERATOR) : done(core);
            report.outcomes().forEach(outcome -> System.out.println(told(outcome)));
            return ExitCode.OK;
        }
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
        var done = policy.action() == RetentionPolicy.Action.DELETE ? "deleted" : "archived";
        return word(policy.kind()) + " "
                + String.join(
                        "+",
                        new TreeSet<>(policy.statuses().stream()
                                .map(RetentionCommand::word)
                                .toList()))
                + ", " + (step == Step.PLAN ? "would be " : "") + done + ": " + outcome.done() + ", exempt: "
                + outcome.exempt() + ", looked at: " + outcome.looked();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
