package dev.chatsessions.adapter.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessions;
import dev.chatsessions.RequestKey;
import dev.chatsessions.TokenCount;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.Role;
import dev.chatsessions.thread.ThreadStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The SQL of the document runs as it stands there, on views that are made beside the tables. */
@Tag(TestDatabase.NOT_THE_JDK)
final class ReportingChatTest {

    private static final Path DOCUMENT = Path.of("src", "test", "resources", "documents", "session-management.md");

    private static final String SCHEMA = "reported_chat";

    /** As the document calls its user. */
    private static final Caller.User ABC = Caller.user("abc123");

    @Test
    void the_queries_of_the_document_find_what_was_said_and_spent() throws Exception {
        var database = TestDatabase.POSTGRESQL_18;
        var storage = JdbiStorage.builder(database.pool()).schema(SCHEMA).build();
        try (var chat = SessionCore.builder()
                .storage(storage)
                .housekeeping(Housekeeping.external())
                .build()) {
            said(chat, ABC, "My phone fell", 7);
            said(chat, ABC, "And now?", 5);
            said(chat, Caller.user("other"), "Hello", 90);

            var reports = new Reports(database, SCHEMA, "reporting_chat");
            var queries = queries();
            assertEquals(4, queries.size());
            var conversation = reports.asked(queries.get(0));
            var counts = reports.asked(queries.get(1));
            var active = reports.asked(queries.get(2));
            var leaders = reports.asked(queries.get(3));

            assertEquals(
                    List.of("Done.", "And now?", "Done.", "My phone fell"),
                    column(conversation, "content"),
                    "the latest first");
            assertEquals(List.of("assistant", "user", "assistant", "user"), column(conversation, "role"));
            assertEquals(List.of("abc123", "other"), column(counts, "user_id"));
            assertEquals(List.of("4", "2"), column(counts, "message_count"));
            assertEquals(List.of("user-other", "user-abc123"), column(active, "thread_id"));
            assertEquals(List.of("other", "abc123"), column(leaders, "user_id"));
            assertEquals(List.of("90", "12"), column(leaders, "total_tokens"));
        }
    }

    private static void said(ChatSessions chat, Caller.User user, String text, long tokens) {
        var start = SessionStart.of(SessionKind.CHAT).withKey("chat");
        var session = chat.sessions()
                .findByKey(user, SessionKind.CHAT, "chat")
                .orElseGet(() -> chat.sessions().start(user, start, RequestKey.none()));
        var thread = chat.threads().open(user, session.id(), ThreadStart.of("user-" + user.id()));
        for (var message : List.of(NewMessage.user(text), NewMessage.assistant("Done."))) {
            var spent = TokenCount.measured("test", message.role() == Role.USER ? 0 : tokens, 0);
            chat.threads().append(user, thread.id(), List.of(message), spent, RequestKey.none());
        }
    }

    private static List<String> column(List<Map<String, String>> rows, String name) {
        return rows.stream().map(row -> row.get(name)).toList();
    }

    private static List<String> queries() throws IOException {
        return Pattern.compile("(?s)```sql\\s+(SELECT .*?;)\\s+```")
                .matcher(Files.readString(DOCUMENT))
                .results()
                .map(query -> query.group(1))
                .toList();
    }
}
