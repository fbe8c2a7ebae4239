package dev.chatsessions.examples.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands as agents, with good manners and without, between a real server and the screen of its user. */
@Tag("not-the-jdk")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandAgentTest {

    private final Office office = new Office();

    private Path folder;

    private Employee patient;

    private Employee strict;

    @BeforeAll
    void hire(@TempDir Path one, @TempDir Path other) {
        folder = one;
        patient = Employee.obeying(office, one);
        strict = Employee.obeying(
                office,
                other,
                settings -> settings.withLimits(Duration.ofSeconds(2), Duration.ofSeconds(4))
                        .withStopGrace(Duration.ofMillis(300)));
        patient.hired(office);
        strict.hired(office);
    }

    @AfterAll
    void stop() {
        patient.close();
        strict.close();
        office.close();
    }

    private Office.Seen seen(String session, String question) {
        try (var screen = office.screen(session)) {
            return screen.end(office.ask(session, question));
        }
    }

    private Office.Seen seen(String question) {
        return seen(office.session(patient.id()), question);
    }

    @Test
    void an_answer_is_streamed_while_it_is_written_and_kept_as_it_was_streamed() throws IOException {
        var session = office.session(patient.id());
        var question = "echo Hello; while [ ! -e on ]; do sleep 0.05; done; printf bye";

        try (var screen = office.screen(session)) {
            var reply = office.ask(session, question);
            assertEquals(
                    "Hello\n", screen.next("reply_delta", reply).path("text").asText());
            Files.createFile(folder.resolve("on"));
            var seen = screen.end(reply);

            assertEquals("bye", seen.pieces());
            assertEquals("Hello\nbye", seen.text());
            assertEquals("complete", seen.reason());
        }
        assertEquals(List.of(question, "Hello\nbye"), office.said(session));
    }

    @Test
    void a_session_is_made_ready_before_anybody_asks() {
        var session = office.session(patient.id());

        try (var screen = office.screen(session)) {
            if (!office.get("/worker-sessions/" + session).hasNonNull("ready_at")) {
                screen.next(event -> event.path("type").asText().equals("session_ready"));
            }
        }

        assertTrue(office.get("/worker-sessions/" + session).hasNonNull("ready_at"));
    }

    @Test
    void sessions_go_on_where_they_were_and_never_mix() {
        var first = office.session(patient.id());
        var second = office.session(patient.id());
        var told = " >> $CHAT_SESSION_ID; cat $CHAT_SESSION_ID; printf \"$CHAT_MODEL\"";

        office.ask(first, "echo red" + told);
        office.ask(second, "echo green" + told);
        office.ask(first, "echo blue" + told);
        seen(second, "echo yellow" + told);
        seen(first, "echo white" + told);

        assertEquals(List.of("red\nsmall", "red\nblue\nsmall", "red\nblue\nwhite\nsmall"), answers(first));
        assertEquals(List.of("green\nsmall", "green\nyellow\nsmall"), answers(second));
    }

    private List<String> answers(String session) {
        return office.messages(session).stream()
                .filter(message -> message.path("role").asText().equals("assistant"))
                .map(message -> message.path("content").asText())
                .toList();
    }

    @Test
    void what_it_leaves_behind_ends_with_it() {
        var seen = seen("sleep 1000 & echo $!");

        assertEquals("complete", seen.reason());
        ProcessHandle.of(Long.parseLong(seen.text().strip()))
                .ifPresent(left -> left.onExit().orTimeout(60, TimeUnit.SECONDS).join());
    }

    @Test
    void characters_are_whole_wherever_their_bytes_are_cut() {
        var bytes = List.of("a\\360\\237", "\\220", "\\230\\303", "\\244");

        var seen = seen("printf '" + String.join("'; sleep 0.15; printf '", bytes) + "'");

        assertEquals("a\uD83D\uDC18\u00E4", seen.pieces());
        assertEquals(seen.pieces(), seen.text());
    }

    @Test
    void garbage_is_told_as_far_as_it_can_be_read() {
        var seen = seen("printf 'ok\\377\\376\\000\\355\\240\\200end'");

        assertTrue(seen.text().matches("ok\uFFFD+end"), seen.text());
        assertEquals(seen.pieces(), seen.text());
    }

    @Test
    void an_agent_that_says_nothing_has_failed() {
        var seen = seen("exit 0");

        assertEquals("failed", seen.reason());
        assertEquals("the agent said nothing", failure(seen));
    }

    private static String failure(Office.Seen seen) {
        return seen.finished().path("failure").asText();
    }

    @Test
    void an_answer_of_ten_megabytes_ends_where_the_server_takes_no_more() {
        var seen = seen("yes 0123456789abcde | head -c 10485760");

        assertEquals("length", seen.reason());
        assertTrue(seen.text().length() > 300_000, () -> "only " + seen.text().length());
        assertEquals(seen.pieces(), seen.text());
    }

    @Test
    void an_agent_that_never_ends_is_ended() {
        var seen = seen(office.session(strict.id()), "echo $$; while :; do sleep 0.1; echo more; done");

        assertEquals("failed", seen.reason());
        assertEquals("the agent did not end its answer within 4s", failure(seen));
        assertGone(seen.text().lines().findFirst().orElseThrow());
    }

    @Test
    void an_agent_that_hangs_is_ended_with_what_it_started() {
        var seen = seen(office.session(strict.id()), "sleep 1000 & echo $!; wait");

        assertEquals("the agent said nothing for 2s", failure(seen));
        assertGone(seen.text());
    }

    @Test
    void one_that_dies_leaves_what_it_said_and_the_next_question_is_answered() {
        var session = office.session(patient.id());

        var dead = seen(session, "echo I am; kill -9 $$; echo alive");
        var next = seen(session, "echo another");

        assertEquals("failed", dead.reason());
        assertEquals("I am\n", dead.text());
        assertEquals("the agent ended with exit code 137", failure(dead));
        assertEquals("another\n", next.text());
    }

    @Test
    void its_last_words_say_why_it_failed() {
        var seen = seen("echo first >&2; echo no such model >&2; exit 3");

        assertEquals("the agent ended with exit code 3: no such model", failure(seen));
    }

    @Test
    void what_it_says_of_its_trouble_is_kept_nowhere() throws IOException {
        var seen = seen("head -c 5000000 /dev/zero >&2; echo >&2; echo no such model >&2; exit 3");

        assertEquals("the agent ended with exit code 3: no such model", failure(seen));
        try (var files = Files.list(folder.resolve("state"))) {
            assertEquals(
                    Set.of("worker.json", "worker.lock", "questions"),
                    files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
        }
    }

    @Test
    void what_it_is_asked_lies_around_nowhere_while_it_answers() {
        var seen = seen(
                office.session(strict.id()),
                "while [ -n \"$(ls state/questions)\" ]; do sleep 0.05; done; echo nothing there");

        assertEquals("nothing there\n", seen.text());
    }

    @Test
    void a_stopped_answer_keeps_what_was_said() {
        var session = office.session(patient.id());
        try (var screen = office.screen(session)) {
            var reply = office.ask(session, "echo $$; while :; do sleep 1; done");
            var said = screen.next("reply_delta", reply).path("text").asText();

            office.post(200, "/worker-sessions/" + session + "/stop", Map.of());
            var seen = screen.end(reply);

            assertEquals("stopped", seen.reason());
            assertEquals(said, seen.text());
            assertGone(said);
        }
    }

    @Test
    void one_that_will_not_stop_is_ended() {
        var session = office.session(strict.id());
        try (var screen = office.screen(session)) {
            var reply = office.ask(session, "trap '' TERM; echo $$; while :; do echo no; sleep 0.1; done");
            var said = screen.next("reply_delta", reply).path("text").asText();

            office.post(200, "/worker-sessions/" + session + "/stop", Map.of());

            assertEquals("stopped", screen.end(reply).reason());
            assertGone(said.lines().findFirst().orElseThrow());
        }
    }

    private static void assertGone(String process) {
        ProcessHandle.of(Long.parseLong(process.strip()))
                .ifPresent(
                        there -> there.onExit().orTimeout(30, TimeUnit.SECONDS).join());
    }
}
