package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.RequestKey;
import dev.chatsessions.adapter.jdbi.JdbiStorage;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.ThreadStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/** A user with more than a program's memory holds, which is written all the same. */
record LargeExport(Program program, DurablePostgres postgres, String database) {

    private static final int MESSAGES = 10_000;

    private static final String HEAP = "-Xmx48m";

    /** Copies of the one message that there is, together far larger than that heap. */
    private static final String MORE = """
            insert into chat_sessions.messages
            select session_id, thread_id, position + n, gen_random_uuid(), role, source, status, speaker, reply_id,
                repeat(md5(n::text), 150), parts, created_at, version
            from chat_sessions.messages, generate_series(1, %d) n""".formatted(MESSAGES);

    void addTo(BadInputRows rows) {
        rows.holds("I068", this::streamed);
    }

    private void streamed() {
        say();
        postgres.execute(database, MORE);
        var folder = program.emptyFolder();
        var command = new ArrayList<>(ServerProcess.java(HEAP, "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(List.of("export", "--user=ann", "--out=ann.jsonl", "--db=" + postgres.url(database)));

        try (var export = ServerProcess.launch(folder, Map.of(), command)) {
            var ended = export.ended();

            assertEquals(0, ended.exitCode(), ended::toString);
            assertEquals(
                    MESSAGES + 5 + " lines written",
                    ended.errors().get(ended.errors().size() - 1));
            assertTrue(Files.size(folder.resolve("ann.jsonl")) > MESSAGES * 4_800L);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void say() {
        var source = new PGSimpleDataSource();
        source.setURL(postgres.url(database));
        var ann = Caller.user("ann");
        try (var storage = JdbiStorage.builder(source).build();
                var chat = SessionCore.builder()
                        .storage(storage)
                        .housekeeping(Housekeeping.external())
                        .build()) {
            var session = chat.sessions().start(ann, SessionStart.of(SessionKind.CHAT), RequestKey.none());
            var thread = chat.threads().start(ann, session.id(), ThreadStart.unnamed(), RequestKey.none());
            chat.threads().append(ann, thread.id(), List.of(NewMessage.user("Hello")), RequestKey.none());
        }
    }
}
