package dev.chatsessions.examples.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of answers and agents when the worker is killed, frozen and ended. */
@Tag("not-the-jdk")
@Timeout(120)
final class WorkerProcessTest {

    @TempDir
    private Path folder;

    private final Office office = new Office(Duration.ofSeconds(2));

    @AfterEach
    void stop() {
        office.close();
    }

    private WorkerProcess obeying() {
        return WorkerProcess.obeying(office.forWorkers(), folder);
    }

    private String worker() {
        return office.get("/workers").path("items").path(0).path("worker_id").asText();
    }

    private Office.Seen seen(String session, String question) {
        try (var screen = office.screen(session)) {
            return screen.end(office.ask(session, question));
        }
    }

    private static void assertGone(String process) {
        ProcessHandle.of(Long.parseLong(process.strip()))
                .ifPresent(
                        there -> there.onExit().orTimeout(30, TimeUnit.SECONDS).join());
    }

    @Test
    void the_command_of_the_first_page_makes_a_worker() throws IOException {
        var block = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(Path.of("README.md")));
        assertTrue(block.find());
        var command = block.group(1)
                .replace("http://127.0.0.1:7070", office.forWorkers().toString())
                .replace("examples/worker/target/chat-sessions-worker.jar", WorkerProcess.JAR.toString());

        try (var worker = WorkerProcess.launch(folder, List.of("sh", "-c", "exec " + command))
                .hired(office)) {
            assertEquals("Hello", seen(office.session(worker()), "Hello").text());
            worker.terminate();
        }

        assertEquals(
                "offline", office.get("/workers/" + worker()).path("status").asText());
    }

    @Test
    void a_killed_worker_takes_its_agents_along_and_the_next_goes_on() {
        try (var worker = obeying().hired(office)) {
            var session = office.session(worker());
            try (var screen = office.screen(session)) {
                var reply = office.ask(session, "sleep 1000 & echo $!; wait");
                var agent = screen.next("reply_delta", reply).path("text").asText();
                var queued = office.ask(session, "echo next");

                worker.kill();

                assertGone(agent);
                try (var another = obeying()) {
                    another.says("takes questions");
                    var lost = screen.end(reply);
                    assertEquals("expired", lost.reason());
                    assertEquals(agent, lost.text());
                    assertEquals("next\n", screen.end(queued).text());
                }
            }
            assertEquals(4, office.messages(session).size());
        }
    }

    @Test
    void a_worker_that_was_frozen_past_its_lease_is_refused_and_one_answer_is_seen() {
        try (var worker = obeying().hired(office)) {
            var session = office.session(worker());
            try (var screen = office.screen(session)) {
                var reply = office.ask(session, "echo begun; sleep 1; while echo more; do sleep 0.2; done");
                screen.next("reply_delta", reply);
                worker.freeze();
                var queued = office.ask(session, "echo next");
                var lost = screen.end(reply);
                worker.thaw();

                assertEquals("expired", lost.reason());
                assertEquals("next\n", screen.end(queued).text());
                assertEquals(lost.text(), office.said(session).get(1));
                assertEquals(4, office.messages(session).size());
            }
            assertEquals(143, worker.terminate());
        }
    }
}
