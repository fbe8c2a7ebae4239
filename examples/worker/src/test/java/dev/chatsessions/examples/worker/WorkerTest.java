package dev.chatsessions.examples.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a worker comes, goes, is away and comes back. */
@Tag("not-the-jdk")
@Timeout(120)
class WorkerTest {

    @TempDir
    private Path folder;

    private final Office office = new Office(Duration.ofSeconds(2));

    private Employee employee;

    @BeforeEach
    void start() {
        employee = Employee.obeying(office, folder);
    }

    @AfterEach
    void stop() {
        employee.close();
        office.close();
    }

    private Office.Seen seen(String session, String question) {
        try (var screen = office.screen(session)) {
            return screen.end(office.ask(session, question));
        }
    }

    private void comesBack() {
        employee = Employee.obeying(office, folder);
        employee.says("takes questions");
    }

    @Test
    void it_shows_a_code_and_works_once_its_user_has_approved_it() throws IOException {
        employee.hired(office);

        var known = office.get("/workers").path("items").path(0);
        assertEquals("laptop", known.path("name").asText());
        assertEquals(employee.id(), known.path("worker_id").asText());
        assertEquals("hi\n", seen(office.session(employee.id()), "echo hi").text());
        var state = folder.resolve("state");
        assertEquals("rwx------", mode(state));
        assertEquals("rw-------", mode(state.resolve("worker.json")));
        // Whoever made the state's folder may have let others in.
        assertEquals("rwx------", mode(state.resolve("questions")));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void a_token_that_grew_old_is_replaced_by_another() {
        employee.hired(office);
        var old = employee.state().token();
        employee.close();
        try (var state = WorkerState.in(folder.resolve("state"))) {
            state.keepToken(new ServerApi.Told(
                    ServerApi.fields().put("token", old).put("expires_at", "2001-01-01T00:00:00Z"),
                    Optional.of(Instant.EPOCH)));
        }

        comesBack();
        employee.awaitOtherToken(old);

        assertEquals("hi\n", seen(office.session(employee.id()), "echo hi").text());
    }

    @Test
    void it_ends_when_the_server_does_not_take_it() {
        var arguments = List.of("--run=cat", "--state=" + folder.resolve("other"), "--name=" + "x".repeat(201));

        assertEquals(WorkerFailure.REFUSED, run(office.forWorkers().toString(), arguments));
        assertEquals(WorkerFailure.REFUSED, run(office.forWorkers() + "/elsewhere", arguments.subList(0, 2)));
    }

    private static int run(String server, List<String> arguments) {
        var all = new ArrayList<>(arguments);
        all.add("--server=" + server);
        return WorkerMain.run(Map.of(), all.toArray(String[]::new));
    }

    @Test
    void it_ends_when_its_user_does_not_want_it() {
        office.post(204, "/workers/deny", Map.of("user_code", employee.code()));

        assertEquals(WorkerFailure.UNWANTED, employee.failed().exitCode());
    }

    @Test
    void it_ends_when_it_is_revoked_and_asks_anew_when_it_is_started_again() {
        employee.hired(office);

        office.delete("/workers/" + employee.id());
        var failure = employee.failed();
        employee.close();

        assertEquals(WorkerFailure.UNWANTED, failure.exitCode());
        employee = Employee.obeying(office, folder).hired(office);
        assertEquals("hi\n", seen(office.session(employee.id()), "echo hi").text());
    }

    @Test
    void no_other_worker_works_with_the_same_state() {
        var refused = assertThrows(WorkerFailure.class, () -> WorkerState.in(folder.resolve("state")));

        assertEquals(WorkerFailure.FILES, refused.exitCode());
    }

    @Test
    void what_was_asked_while_it_was_away_is_answered_in_order_and_nothing_twice() {
        employee.hired(office);
        var session = office.session(employee.id());
        seen(session, "echo one >> told; cat told");
        employee.close();

        office.ask(session, "echo two >> told; cat told");
        var last = office.ask(session, "echo three >> told; cat told");
        try (var screen = office.screen(session)) {
            comesBack();
            screen.end(last);
        }

        var said = office.said(session);
        assertEquals(
                List.of("one\n", "one\ntwo\n", "one\ntwo\nthree\n"), List.of(said.get(1), said.get(3), said.get(5)));
        assertEquals(6, said.size());
    }

    @Test
    void an_answer_that_it_leaves_is_kept_and_one_not_begun_is_answered_by_the_next() {
        employee.hired(office);
        var begun = office.session(employee.id());
        var silent = office.session(employee.id());
        try (var screen = office.screen(begun);
                var other = office.screen(silent)) {
            var first = office.ask(begun, "echo half; sleep 1000");
            var second = office.ask(silent, "[ -e tried ] && echo again || { touch tried; sleep 1000; }");
            screen.next("reply_delta", first);
            other.next("reply_started", second);
            Patience.until(() -> Files.exists(folder.resolve("tried")), "nobody tried");

            employee.close();
            var left = screen.end(first);
            comesBack();

            assertEquals("failed", left.reason());
            assertEquals("half\n", left.text());
            assertEquals(
                    "the worker was stopped", left.finished().path("failure").asText());
            assertEquals("again\n", other.end(second).text());
        }
    }

    @Test
    void a_line_that_is_cut_in_the_middle_of_an_answer_loses_and_doubles_nothing() throws IOException {
        employee.hired(office);
        var session = office.session(employee.id());
        try (var screen = office.screen(session)) {
            var reply =
                    office.ask(session, "for i in 1 2 3 4 5 6 7 8 9 10; do echo line $i; sleep 0.1; done; echo end");
            screen.next("reply_delta", reply);
            office.line().close(true);
            assertNotEquals(0, office.line().cuts());
            office.line().close(false);

            var seen = screen.end(reply);

            assertEquals("complete", seen.reason());
            assertEquals(
                    "line 1\nline 2\nline 3\nline 4\nline 5\nline 6\nline 7\nline 8\nline 9\nline 10\nend\n",
                    seen.text());
        }
    }

    @Test
    void a_line_that_is_away_for_longer_than_the_lease_ends_the_answer_once() {
        employee.hired(office);
        var session = office.session(employee.id());
        try (var screen = office.screen(session)) {
            var reply = office.ask(session, "echo begun; sleep 1000");
            screen.next("reply_delta", reply);
            office.line().close(true);

            var seen = screen.end(reply);
            office.line().close(false);

            assertEquals("expired", seen.reason());
            assertEquals("begun\n", seen.text());
            assertEquals("next\n", seen(session, "echo next").text());
            assertEquals(4, office.messages(session).size());
        }
    }

    @Test
    void a_server_that_restarts_in_the_middle_of_an_answer_gets_the_rest() throws IOException {
        employee.hired(office);
        var session = office.session(employee.id());
        var reply = "";
        try (var screen = office.screen(session)) {
            reply = office.ask(session, "echo begun; while [ ! -e on ]; do sleep 0.05; done; echo and ended");
            screen.next("reply_delta", reply);
        }

        office.shutServer();
        office.openServer();
        Files.createFile(folder.resolve("on"));
        employee.says("the server is there again");

        try (var screen = office.screen(session)) {
            assertEquals("next\n", screen.end(office.ask(session, "echo next")).text());
        }
        assertEquals("begun\nand ended\n", office.said(session).get(1));
    }

    @Test
    void one_that_starts_before_its_server_says_so_and_waits() {
        employee.hired(office);
        employee.close();
        office.shutServer();

        employee = Employee.obeying(office, folder);
        employee.says("trying again");
        office.openServer();
        employee.says("takes questions");

        assertEquals("hi\n", seen(office.session(employee.id()), "echo hi").text());
    }

    @Test
    void an_agent_that_thinks_for_longer_than_the_lease_keeps_its_question() {
        employee.hired(office);

        var seen = seen(office.session(employee.id()), "echo once >> told; sleep 3; cat told");

        assertEquals("complete", seen.reason());
        assertEquals("once\n", seen.text());
    }

    @Test
    void an_agent_that_is_not_used_is_let_go_and_comes_back() {
        employee.close();
        employee = Employee.obeying(office, folder, settings -> settings.withIdleStop(Duration.ofMillis(100)))
                .hired(office);
        var session = office.session(employee.id());

        assertEquals("1\n", seen(session, "echo 1").text());
        assertEquals("2\n", seen(session, "echo 2").text());
    }

    @Test
    void a_session_that_ends_takes_its_agent_along() {
        employee.hired(office);
        var session = office.session(employee.id());
        try (var screen = office.screen(session)) {
            var reply = office.ask(session, "echo $$; sleep 1000");
            var process = Long.parseLong(
                    screen.next("reply_delta", reply).path("text").asText().strip());

            office.post(200, "/sessions/" + session + "/end", Map.of());

            ProcessHandle.of(process).ifPresent(there -> there.onExit().join());
            assertEquals("stopped", screen.end(reply).reason());
        }
    }
}
