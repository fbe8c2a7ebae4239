package dev.chatsessions.examples.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example agent of the protocol's own SDK, which nobody here has written. It says the same whatever was said before. */
@Tag("ecosystem")
@Timeout(300)
class ExampleAgentTest {

    private static final String BEGINNING =
            "I'll help you with that. Let me start by reading some files to understand the current situation.";

    private static final String ALLOWED = BEGINNING
            + " Now I understand the project structure. I need to make some changes to improve it."
            + " Perfect! I've successfully updated the configuration. The changes have been applied.";

    @TempDir
    private Path folder;

    private final Office office = new Office();

    private Employee employee;

    @AfterEach
    void stop() {
        employee.close();
        office.close();
    }

    private Employee starting() {
        return Employee.speaking(
                office, folder, List.of("node", NpmPackages.exampleAgent().toString()));
    }

    @Test
    void it_streams_is_stopped_asks_its_user_serves_two_sessions_and_goes_on_after_a_restart() {
        employee = starting().hired(office);
        var first = office.session(employee.id());
        var second = office.session(employee.id());
        try (var screen = office.screen(first);
                var other = office.screen(second)) {
            var stopped = office.ask(first, "Change it");
            var also = office.ask(second, "Change it");
            assertEquals(
                    BEGINNING, screen.next("reply_delta", stopped).path("text").asText());
            assertEquals(
                    "Reading project files",
                    screen.next("reply_status", stopped).path("status").asText());
            office.post(200, "/worker-sessions/" + first + "/stop", Map.of());

            var kept = screen.end(stopped);
            assertEquals("stopped", kept.reason());
            assertEquals(
                    BEGINNING, kept.finished().path("message").path("content").asText());
            assertEquals(BEGINNING, other.next("reply_delta", also).path("text").asText());
            var asked = other.next("permission_requested", also);
            assertEquals(
                    "Modifying critical configuration file", asked.path("title").asText());
            office.post(
                    200,
                    "/replies/" + also + "/permissions/"
                            + asked.path("request_id").asText(),
                    Map.of("option_id", "allow"));
            var allowed = other.end(also);
            assertEquals("complete", allowed.reason());
            assertEquals(ALLOWED, allowed.text());

            employee.close();
            employee = starting();
            var again = office.ask(first, "Change it");
            assertEquals(
                    BEGINNING, screen.next("reply_delta", again).path("text").asText());
        }
    }
}
