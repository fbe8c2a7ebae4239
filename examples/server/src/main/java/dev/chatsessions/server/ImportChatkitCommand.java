package dev.chatsessions.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessions;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import dev.chatsessions.adapter.jdbi.ChatkitSessions.Report;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.SessionChange;
import dev.chatsessions.session.SessionStart;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "chatkit-sessions",
        description = {
            "Makes a session of each row of the deprecated table chatkit_sessions, once, and tells what became of them.",
            "Rows that cannot be used are told on the error stream and skipped."
        },
        sortOptions = false)
final class ImportChatkitCommand implements Callable<Integer> {

    @Mixin
    private LegacyTable legacy;

    @Option(names = "--dry-run", description = "only tells what would become of them")
    private boolean dryRun;

    @Mixin
    private Result result;

    @Mixin
    private DatabaseOptions database;

    @Override
    public Integer call() {
        try (var opened = Database.open(database, database.migration());
                var core = SessionCore.builder()
                        .storage(opened.storage())
                        .housekeeping(Housekeeping.external())
                        .build()) {
            var report = legacy.in(opened)
                    .importAll(
                            (connection, owner, start, changes) ->
                                    started(core.within(opened.storage().joining(connection)), owner, start, changes),
                            dryRun,
                            ImportChatkitCommand::skipped);
            result.tell(() -> told(report), document(report));
            return report.skipped() == 0 ? ExitCode.OK : ExitCode.BAD_DATA;
        }
    }

    private static SessionId started(ChatSessions chat, UserId owner, SessionStart start, List<SessionChange> changes) {
        var caller = Caller.user(owner);
        var session = chat.sessions().start(caller, start, RequestKey.none()).id();
        chat.sessions().change(caller, session, changes, ExpectedVersion.any(), RequestKey.none());
        return session;
    }

    private ObjectNode document(Report report) {
        return Result.document()
                .put("dry_run", dryRun)
                .put("imported", report.imported())
                .put("imported_before", report.known())
                .put("skipped", report.skipped());
    }

    private String told(Report report) {
        return (dryRun ? "would be imported: " : "imported: ") + report.imported() + ", imported before: "
                + report.known() + ", skipped: " + report.skipped();
    }

    /** An id is a text of somebody else's, and may hold what a terminal obeys. */
    private static void skipped(String id, String reason) {
        System.err.println(("row " + id + ": " + reason).replaceAll("\\p{C}", "?"));
    }
}
