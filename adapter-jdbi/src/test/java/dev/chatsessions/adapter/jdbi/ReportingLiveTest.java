package dev.chatsessions.adapter.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.chatsessions.Caller;
import dev.chatsessions.ClientAddress;
import dev.chatsessions.DeviceId;
import dev.chatsessions.Provider;
import dev.chatsessions.RequestKey;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.webhook.Delivery;
import dev.chatsessions.webhook.Segment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The SQL of the document runs as it stands there, on views that are made beside the tables. */
@Tag(TestDatabase.NOT_THE_JDK)
final class ReportingLiveTest {

    private static final Path DOCUMENT = Path.of("src", "test", "resources", "documents", "session-linking.md");

    private static final String SCHEMA = "reported";

    private static final Provider OMI = new Provider("omi");

    private static final DeviceId DEVICE = new DeviceId(OMI, "device-123");

    @ParameterizedTest
    @EnumSource(names = {"H2_MEMORY", "POSTGRESQL_18"})
    void the_queries_of_the_document_find_session_and_conversation(TestDatabase database) throws Exception {
        var ann = Caller.user("your-user-id");
        var storage = JdbiStorage.builder(database.pool()).schema(SCHEMA).build();
        try (var chat = SessionCore.builder()
                .storage(storage)
                .linkCodesShown(true)
                .housekeeping(Housekeeping.external())
                .build()) {
            var code = chat.links()
                    .start(ann, DEVICE, Optional.<ClientAddress>empty())
                    .shown()
                    .orElseThrow();
            chat.links().confirm(ann, DEVICE, code.digits(), Optional.empty());
            chat.webhooks().deliver(new Caller.Device(DEVICE), delivery(DEVICE, "your-session-id"), RequestKey.none());
            var nobodys = new DeviceId(OMI, "device-of-nobody");
            chat.webhooks().deliver(new Caller.Device(nobodys), delivery(nobodys, "another"), RequestKey.none());
            var conversation = chat.webhooks().current(ann).orElseThrow();

            var reports = new Reports(database, SCHEMA, "reporting_live");
            var sessions = reports.asked(queries().get(0));
            var conversations = reports.asked(queries().get(1));

            assertEquals(1, sessions.size());
            assertEquals("your-user-id", sessions.get(0).get("userid"));
            assertEquals(conversation.session().toString(), sessions.get(0).get("id"));
            assertEquals(1, conversations.size());
            assertEquals(
                    conversation.thread().id().toString(), conversations.get(0).get("id"));
            assertEquals(
                    List.of("Hello"),
                    reports
                            .asked("SELECT * FROM Message WHERE conversationId = '"
                                    + conversation.thread().id() + "'")
                            .stream()
                            .map(row -> row.get("text"))
                            .toList());
            assertEquals(
                    "device-123",
                    reports.asked("SELECT * FROM OmiUserLink").get(0).get("omiuserid"));
            assertFalse(reports.asked("SELECT * FROM OmiSession WHERE userId IS NULL")
                    .isEmpty());
        }
    }

    private static Delivery delivery(DeviceId device, String session) {
        var said = new Segment(Optional.empty(), "Hello", Optional.empty(), true, Duration.ZERO, Duration.ofSeconds(1));
        return new Delivery(OMI, Optional.of(device), session, List.of(said), 0);
    }

    private static List<String> queries() throws IOException {
        return Pattern.compile("`(SELECT [^`]*)`")
                .matcher(Files.readString(DOCUMENT))
                .results()
                .map(query -> query.group(1))
                .toList();
    }
}
