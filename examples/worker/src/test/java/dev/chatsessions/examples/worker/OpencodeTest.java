package dev.chatsessions.examples.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real opencode between a real server and a model that says what it was told. */
@Tag("ecosystem")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpencodeTest {

    private final Office office = new Office();

    private final StubModel model = new StubModel();

    private Path folder;

    private Employee employee;

    @BeforeAll
    void hire(@TempDir Path place) throws IOException {
        folder = place;
        model.configure(folder);
        employee = starting().hired(office);
    }

    @AfterAll
    void stop() {
        employee.close();
        model.close();
        office.close();
    }

    private Employee starting() {
        var home = folder.resolve("home").toString();
        var command = new ArrayList<String>(List.of("env", "HOME=" + home));
        Stream.of("DATA", "CONFIG", "STATE", "CACHE")
                .forEach(name -> command.add("XDG_" + name + "_HOME=" + home + "/" + name));
        command.addAll(List.of("OPENCODE_DISABLE_MODELS_FETCH=1", "OPENCODE_DISABLE_LSP_DOWNLOAD=1"));
        command.addAll(List.of(NpmPackages.opencode().toString(), "acp"));
        return Employee.speaking(office, folder, command);
    }

    private String session(String chosen) {
        return office.post(201, "/workers/" + employee.id() + "/sessions", Map.of("model", chosen))
                .path("session_id")
                .asText();
    }

    private Office.Seen seen(String session, String question) {
        try (var screen = office.screen(session)) {
            return screen.end(office.ask(session, question));
        }
    }

    @Test
    void it_answers_with_the_chosen_model_and_remembers_and_two_sessions_never_mix() {
        var first = session("stub/small");
        var second = session("stub/large");
        try (var screen = office.screen(first);
                var other = office.screen(second)) {
            var one = office.ask(first, "red");
            var two = office.ask(second, "green");
            var red = screen.end(one);
            var green = other.end(two);
            var blue = screen.end(office.ask(first, "blue"));

            assertEquals("small heard red", red.text());
            assertEquals(red.text(), red.pieces());
            assertEquals("complete", red.reason());
            assertEquals(11, red.finished().path("tokens").path("input").asInt());
            assertEquals("large heard green", green.text());
            assertEquals("small heard red, blue", blue.text());
        }
    }

    @Test
    void a_stopped_answer_keeps_what_was_said_and_the_session_goes_on() {
        var session = session("stub/small");
        try (var screen = office.screen(session)) {
            var reply = office.ask(session, "wait");
            var said = screen.next("reply_delta", reply).path("text").asText();

            office.post(200, "/worker-sessions/" + session + "/stop", Map.of());
            var seen = screen.end(reply);
            model.goOn();

            assertEquals("stopped", seen.reason());
            assertEquals(said, seen.text());
            assertTrue(screen.end(office.ask(session, "and now")).text().endsWith("and now"));
        }
    }

    @Test
    void it_takes_its_sessions_up_again_after_a_restart_of_the_worker() {
        var session = session("stub/small");
        seen(session, "before");
        var known =
                office.get("/worker-sessions/" + session).path("agent_session").asText();

        employee.close();
        employee = starting();
        employee.says("takes questions");
        var seen = seen(session, "after");

        assertEquals("small heard before, after", seen.text());
        assertEquals(
                known,
                office.get("/worker-sessions/" + session).path("agent_session").asText());
    }

    @Test
    void a_model_that_it_does_not_have_is_told() {
        var seen = seen(session("stub/huge"), "Hello");

        assertEquals(
                "the agent has no model stub/huge",
                seen.finished().path("failure").asText());
    }

    @Test
    void what_it_may_not_do_by_itself_its_user_is_asked() {
        var session = session("stub/small");
        try (var screen = office.screen(session)) {
            var reply = office.ask(session, "run it");
            var asked = screen.next("permission_requested", reply);
            assertTrue(Files.notExists(folder.resolve("ran")));

            office.post(
                    200,
                    "/replies/" + reply + "/permissions/"
                            + asked.path("request_id").asText(),
                    Map.of("option_id", "once"));

            assertEquals("small heard run it", screen.end(reply).text());
            assertTrue(Files.exists(folder.resolve("ran")));
        }
    }
}
