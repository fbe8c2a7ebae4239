package dev.chatsessions.examples.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Agents that speak the protocol, well and badly: the script below plays them. */
@Tag("not-the-jdk")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AcpAgentTest {

    /** Does what the question says, and tells its process and its session in every answer. */
    private static final String SCRIPT = """
            say() { printf '{"jsonrpc":"2.0",%s}\\n' "$1"; }
            update() { say '"method":"session/update","params":{"update":{"sessionUpdate":'"$1"'}}'; }
            text() { update '"agent_message_chunk","content":{"type":"text","text":"'"$1"'"}'; }
            ask() {
              say '"id":"ask-'$asked'","method":"session/request_permission","params":{"toolCall":{"toolCallId":"1",
            "title":"Remove\\neverything","kind":"delete"},"options":[{"optionId":"yes","name":"Yes","kind":"allow_once"},
            {"optionId":"no","name":"No","kind":"reject_once"}]}' | tr -d '\\n'; echo
            }
            session=new-$$
            while read -r line; do
              id=$(printf '%s' "$line" | sed -n 's/.*"id":\\([0-9]*\\).*/\\1/p')
              case "$line" in
                *'"initialize"'*) say '"id":'$id',"result":{"agentCapabilities":{"loadSession":true}}' ;;
                *'"session/new"'*) say '"id":'$id',"result":{"sessionId":"'$session'"}' ;;
                *'"session/load"'*) text 'said long ago'; session=$(cat session); say '"id":'$id',"result":{}' ;;
                *'"ask-'*'"cancelled"'*) text 'nobody chose' ;;
                *'"ask-'*'"yes"'*) text 'may do it'; say '"id":'$asked',"result":{"stopReason":"end_turn"}' ;;
                *'"session/cancel"'*) text ' stopped'; say '"id":'$asked',"result":{"stopReason":"cancelled"}' ;;
                *'"session/prompt"'*)
                  asked=$id
                  printf '%s' $session > session
                  case "$line" in
                    *die*) text "pid $$"; kill -9 $$ ;;
                    *mute*) exec >&-; continue ;;
                    *deaf*)
                      text begun
                      asked=0
                      while [ $asked -lt 2000 ]; do
                        asked=$((asked + 1))
                        say '"id":"'$asked'","method":"fs/read_text_file","params":{}'
                      done
                      exec sleep 600 ;;
                    *garbage*) echo 'not json'; echo '{"id":999,"result":1}'; echo '[1,2'; update '"plan","entries":[]' ;;
                    *wait*) text begun; continue ;;
                    *ask*) ask; continue ;;
                    *refuse*) say '"id":'$id',"error":{"code":-32603,"message":"out\\nof order"}'; continue ;;
                    *other*) say '"method":"session/update","params":{"sessionId":"other","update":{"sessionUpdate":
            "agent_message_chunk","content":{"type":"text","text":"elsewhere"}}}' | tr -d '\\n'; echo ;;
                    *work*) update '"tool_call","toolCallId":"1","title":"Reading\\nfiles"' ;;
                  esac
                  text "pid $$ $session"
                  say '"id":'$id',"result":{"stopReason":"end_turn","usage":{"inputTokens":11,"outputTokens":6}}'
                  ;;
              esac
            done
            """;

    private final Office office = new Office();

    private List<String> command;

    private Employee employee;

    @BeforeAll
    void hire(@TempDir Path folder) throws IOException {
        command = List.of(
                "sh", Files.writeString(folder.resolve("agent.sh"), SCRIPT).toString());
        employee = Employee.speaking(office, folder, command).hired(office);
    }

    @AfterAll
    void stop() {
        employee.close();
        office.close();
    }

    private Office.Seen seen(String session, String question) {
        try (var screen = office.screen(session)) {
            return screen.end(office.ask(session, question));
        }
    }

    private static String failure(Office.Seen seen) {
        return seen.finished().path("failure").asText();
    }

    @Test
    void one_process_answers_a_whole_session_and_another_the_next() {
        var session = office.session(employee.id());

        var first = seen(session, "Hello");
        var second = seen(session, "Again");
        var elsewhere = seen(office.session(employee.id()), "Hello");

        assertEquals(first.text(), second.text());
        assertNotEquals(first.text(), elsewhere.text());
        assertEquals("complete", first.reason());
        assertEquals(11, first.finished().path("tokens").path("input").asInt());
    }

    @Test
    void one_that_was_killed_is_started_again_and_takes_the_session_up() {
        var session = office.session(employee.id());
        var before = seen(session, "Hello").text();

        var dead = seen(session, "die");
        var after = seen(session, "Hello").text();

        assertEquals("failed", dead.reason());
        assertEquals("the agent ended with exit code 137", failure(dead));
        assertEquals(before.split(" ")[1], dead.text().split(" ")[1]);
        assertEquals(before.split(" ")[2], after.split(" ")[2]);
        assertNotEquals(before.split(" ")[1], after.split(" ")[1]);
        assertEquals(
                "new-" + before.split(" ")[1],
                office.get("/worker-sessions/" + session).path("agent_session").asText());
    }

    @Test
    void one_that_is_not_used_is_let_go_and_takes_the_session_up_when_it_is_asked(@TempDir Path elsewhere) {
        try (var other = Employee.speaking(
                        office, elsewhere, command, settings -> settings.withIdleStop(Duration.ofMillis(200)))
                .hired(office)) {
            var session = office.session(other.id());

            var before = seen(session, "Hello").text().split(" ");
            ProcessHandle.of(Long.parseLong(before[1]))
                    .ifPresent(process ->
                            process.onExit().orTimeout(60, TimeUnit.SECONDS).join());
            var after = seen(session, "Hello").text().split(" ");

            assertNotEquals(before[1], after[1]);
            assertEquals(before[2], after[2]);
        }
    }

    @Test
    void one_that_says_nothing_more_is_replaced_even_if_it_goes_on() {
        var session = office.session(employee.id());

        assertEquals("the agent has closed its output", failure(seen(session, "mute")));
        assertEquals("complete", seen(session, "Hello").reason());
    }

    @Test
    void what_is_no_message_is_passed_over() {
        var seen = seen(office.session(employee.id()), "garbage");

        assertEquals("complete", seen.reason());
    }

    @Test
    void a_cancelled_answer_keeps_what_was_said_until_the_agent_has_stopped() {
        var session = office.session(employee.id());
        try (var screen = office.screen(session)) {
            var reply = office.ask(session, "wait");
            screen.next("reply_delta", reply);

            office.post(200, "/worker-sessions/" + session + "/stop", Map.of());
            var seen = screen.end(reply);

            assertEquals("stopped", seen.reason());
            assertEquals("begun stopped", seen.text());
        }
    }

    /** It asks for so much that the refusals are longer than the pipe. */
    @Test
    void one_that_does_not_read_is_ended_when_it_is_stopped(@TempDir Path elsewhere) {
        try (var other = Employee.speaking(
                        office, elsewhere, command, settings -> settings.withStopGrace(Duration.ofMillis(200)))
                .hired(office)) {
            var session = office.session(other.id());
            try (var screen = office.screen(session)) {
                var reply = office.ask(session, "deaf");
                screen.next("reply_delta", reply);

                office.post(200, "/worker-sessions/" + session + "/stop", Map.of());

                assertEquals("stopped", screen.end(reply).reason());
            }
            assertEquals("complete", seen(session, "Hello").reason());
        }
    }

    @Test
    void what_it_does_meanwhile_is_shown() {
        var session = office.session(employee.id());
        try (var screen = office.screen(session)) {
            var reply = office.ask(session, "work");

            assertEquals(
                    "Reading files",
                    screen.next("reply_status", reply).path("status").asText());
        }
    }

    @Test
    void what_it_may_not_do_by_itself_its_user_is_asked() {
        var session = office.session(employee.id());
        try (var screen = office.screen(session)) {
            var reply = office.ask(session, "ask");
            var asked = screen.next("permission_requested", reply);
            var request = "/replies/" + reply + "/permissions/"
                    + asked.path("request_id").asText();

            office.post(200, request, Map.of("option_id", "yes"));

            assertEquals("Remove everything", asked.path("title").asText());
            assertEquals("may do it", screen.end(reply).text());
        }
    }

    @Test
    void who_stops_an_answer_does_not_permit_what_it_asked() {
        var session = office.session(employee.id());
        try (var screen = office.screen(session)) {
            var reply = office.ask(session, "ask");
            screen.next("permission_requested", reply);

            office.post(200, "/worker-sessions/" + session + "/stop", Map.of());
            var seen = screen.end(reply);

            assertEquals("stopped", seen.reason());
            assertEquals("nobody chose stopped", seen.text());
        }
    }

    @Test
    void what_it_says_in_sessions_of_its_own_is_not_told() {
        var seen = seen(office.session(employee.id()), "other");

        assertEquals("complete", seen.reason());
        assertFalse(seen.text().contains("elsewhere"), seen.text());
    }

    @Test
    void one_that_speaks_another_protocol_is_not_talked_to(@TempDir Path elsewhere) {
        assertEquals(
                "the agent speaks version 2 of its protocol, and this worker 1",
                notStarted(elsewhere, "read line; echo '{\"id\":1,\"result\":{\"protocolVersion\":2}}'; cat"));
        assertEquals(
                "the agent says more than 32 MiB in one line",
                notStarted(elsewhere, "head -c 34000000 /dev/zero | tr '\\0' x"));
    }

    private static String notStarted(Path folder, String script) {
        try (var guard = ProcessGuard.start()) {
            var starter = AcpAgent.starter(
                    new CommandLineWords(List.of("sh", "-c", script)), new AgentFolders(folder, folder), guard);
            var place = new AgentPlace("s1", Optional.empty(), Optional.empty());
            return assertThrows(AgentFailure.class, () -> starter.start(place)).getMessage();
        }
    }

    @Test
    void an_agent_that_says_no_is_quoted() {
        assertEquals("the agent says: out of order", failure(seen(office.session(employee.id()), "refuse")));
    }
}
