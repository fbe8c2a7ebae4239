package dev.chatsessions.adapter.jdbi;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.spi.EventLog.LogHead;
import dev.chatsessions.thread.Message;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was acknowledged is there after {@code kill -9}, and nothing is there in part, as often as the property says. */
@Tag(TestDatabase.NOT_THE_JDK)
final class KilledWriterTest {

    private static final int KILLS = Integer.getInteger("chat-sessions.kills", 2);

    private static final int ENOUGH = 40;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(names = {"H2_FILE", "POSTGRESQL_18"})
    void a_killed_writer_loses_nothing_that_it_acknowledged(TestDatabase database) throws Exception {
        var url = database.isPostgresql() ? database.url() : "jdbc:h2:file:" + folder + "/killed;WRITE_DELAY=0";
        for (var kill = 1; kill <= KILLS; kill++) {
            var chat = Chat.started(storage(url), "anna-" + kill);

            var acknowledged = killedAfter(ENOUGH, url, chat);

            assertWhole(storage(url), chat, acknowledged);
        }
    }

    /** H2 writes over what nobody needs any more only after 45 seconds, and may then be unable to find its last commits. */
    @Test
    void a_file_of_h2_that_writes_over_old_space_can_be_left_after_any_commit() throws Exception {
        var live = "jdbc:h2:file:" + folder + "/live;WRITE_DELAY=0;RETENTION_TIME=100";
        var storage = storage(live);
        try (var held = Writer.source(live).getConnection()) {
            var chat = Chat.started(storage, "anna");
            for (var turn = 1; turn <= ENOUGH / 2 && !held.isClosed(); turn++) {
                var acknowledged = chat.turn(storage, "Where to?", "Lisbon.").lastPosition();

                Files.copy(folder.resolve("live.mv.db"), folder.resolve("left.mv.db"), REPLACE_EXISTING);

                assertEquals(acknowledged, messages("jdbc:h2:file:" + folder + "/left"));
            }
        }
    }

    private static long messages(String url) throws SQLException {
        try (var connection = Writer.source(url).getConnection();
                var statement = connection.createStatement();
                var count = statement.executeQuery("select count(*) from \"killed\".messages")) {
            count.next();
            return count.getLong(1);
        }
    }

    private static JdbiStorage storage(String url) {
        return JdbiStorage.builder(Writer.source(url)).schema("killed").build();
    }

    private static void assertWhole(JdbiStorage storage, Chat chat, long acknowledged) {
        var history = storage.read(
                        stores -> stores.messages().history(chat.access(), chat.thread(), Long.MAX_VALUE, 10_000))
                .orElseThrow();
        var last = history.thread().lastPosition();
        assertTrue(last >= acknowledged, () -> acknowledged + " were acknowledged and " + last + " are there");
        assertEquals(
                LongStream.rangeClosed(1, last).boxed().toList(),
                history.messages().stream().map(Message::position).sorted().toList());
        var total = storage.read(stores -> stores.usage().total(chat.access(), chat.session()));
        assertEquals(last / 2, total.calls());
        assertEquals(history.thread().usage(), total);
        assertEquals(
                Optional.of(new LogHead(chat.log(), Chat.EPOCH, last)),
                storage.read(stores -> stores.events().head(chat.access(), chat.log())));
        assertEquals(
                last,
                storage.read(stores -> stores.events().read(chat.access(), chat.log(), 0, 10_000))
                        .size());
    }

    /** The last position that the writer told of before it was killed. */
    private static long killedAfter(int turns, String url, Chat chat) throws IOException, InterruptedException {
        var writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Writer.class.getName(),
                        url,
                        chat.owner().value(),
                        chat.session().toString(),
                        chat.thread().toString())
                .redirectError(Redirect.DISCARD)
                .start();
        var acknowledged = 0L;
        try (var told = new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            for (var turn = 0; turn < turns; turn++) {
                acknowledged = read(told, acknowledged);
            }
            // By its handle, which leaves open what it said last.
            writer.toHandle().destroyForcibly();
            for (var line = told.readLine(); line != null; line = told.readLine()) {
                acknowledged = Long.parseLong(line);
            }
        }
        assertTrue(writer.waitFor(10, TimeUnit.SECONDS), "the writer does not die");
        return acknowledged;
    }

    private static long read(BufferedReader told, long before) throws IOException {
        var line = told.readLine();
        assertTrue(line != null, () -> "the writer ended by itself after position " + before);
        return Long.parseLong(line);
    }
}
