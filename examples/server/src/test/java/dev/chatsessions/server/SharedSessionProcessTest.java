package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fifty clients in one session on three real servers, twenty of whom edit its state, while their lines are cut and servers
 * are killed.
 */
@Timeout(3600)
final class SharedSessionProcessTest {

    private static final int CUTS = 16 * Integer.getInteger("chat-sessions.kills", 1);

    private static final int CLIENTS = 50;

    private static final int EDITORS = 20;

    private static final String PAGE = "https://chat.example.org/join";

    private static Cluster cluster;

    private final long seed = System.nanoTime();

    private final Random random = new Random(seed);

    @BeforeAll
    static void start(@TempDir Path folder) {
        cluster = Cluster.start(folder, 3, DurablePostgres.newDatabase(), "--join-page=" + PAGE);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void a_guest_comes_by_the_link_to_the_page_and_goes_with_the_session() {
        var ann = new ChatClient(cluster.address(0), cluster.token("ann"));
        try (var owner = SharedClient.open(ann.server(), ann.token(), "").orElseThrow()) {
            var session = owner.next("session").path("session_id").asText();
            var invitation = ann.created("/sessions/" + session + "/join-tokens", "{}");
            var link = invitation.path("link").asText();
            assertEquals(PAGE + "#" + invitation.path("token").asText(), link);
            assertTrue(invitation.path("qr_svg").asText().contains("<svg"), invitation::toString);
            assertTrue(invitation.path("qr_png").asText().startsWith("data:image/png;base64,"), invitation::toString);

            var secret = link.substring(link.indexOf('#') + 1);
            try (var guest = SharedClient.open(cluster.address(1), secret, "").orElseThrow()) {
                assertEquals(session, guest.next("session").path("session_id").asText());
                owner.say("{\"type\":\"contextual_update\",\"text\":\"quote_ready\"}");
                assertEquals(
                        "quote_ready",
                        guest.next("contextual_update").path("text").asText());

                ann.post("/sessions/" + session + "/end", "{}");

                guest.next("end");
                assertEquals(4410, guest.closeCode());
            }
            owner.next("end");
            assertEquals(4410, owner.closeCode());
        }
    }

    @Test
    void everybody_comes_to_the_same_state_and_hears_every_event_once_and_no_edit_is_lost() {
        try (var owner =
                SharedClient.open(cluster.address(0), cluster.token("ann"), "").orElseThrow()) {
            var opened = owner.next("session");
            var session = opened.path("session_id").asText();
            var token = cluster.token("ann");
            var editing = new AtomicBoolean(true);
            var never = new AtomicBoolean();
            var people = new ArrayList<Participant>();
            var threads = new ArrayList<Thread>();
            for (var i = 0; i < CLIENTS; i++) {
                var person = new Participant(
                        "p" + i,
                        cluster.address(i % cluster.size()),
                        token,
                        session,
                        opened.path("cursor").asText(),
                        i < EDITORS ? editing : never);
                people.add(person);
                threads.add(new Thread(person, "participant-" + i));
            }
            threads.forEach(Thread::start);

            try (var trouble = new Trouble(CUTS, Duration.ofMillis(50 + random.nextInt(450)), time -> {
                if (time % 16 == 8) {
                    cluster.kill(2);
                    cluster.restart(2);
                }
                cluster.line(random.nextInt(cluster.size())).reset();
            })) {
                assertEquals(CUTS, trouble.await());
            }
            editing.set(false);
            Patience.until(
                    () -> people.stream().limit(EDITORS).allMatch(Participant::isIdle), () -> "edits are not answered");
            finish(token, session);
            threads.forEach(SharedSessionProcessTest::join);

            require(
                    people,
                    new ChatClient(cluster.address(0), token)
                            .get("/sessions/" + session + "/state")
                            .path("state"));
        }
    }

    /** The last word that all wait for; said again until it is heard, and told once. */
    private static void finish(String token, String session) {
        Patience.until(
                () -> {
                    var client = SharedClient.open(cluster.address(0), token, "&session_id=" + session);
                    client.ifPresent(speaker -> speaker.say("{\"type\":\"finish\",\"client_key\":\"finish\"}"));
                    var heard = client.flatMap(speaker -> speaker.poll(Duration.ofSeconds(5), "ack"));
                    client.ifPresent(SharedClient::close);
                    return heard.isPresent();
                },
                () -> "nobody took the last word");
    }

    private static void join(Thread thread) {
        try {
            thread.join(Duration.ofMinutes(1).toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        assertFalse(thread.isAlive(), () -> thread.getName() + " did not hear the last word");
    }

    private void require(List<Participant> people, JsonNode state) {
        var told = new TreeMap<String, String>();
        state.properties()
                .forEach(entry -> told.put(entry.getKey(), entry.getValue().asText()));
        var edits = people.stream().mapToInt(Participant::edits).sum();
        var returns = people.stream().mapToInt(Participant::returns).sum();
        System.out.println("shared session: seed " + seed + ", " + edits + " edits, " + returns + " connections, "
                + people.get(0).sequences().size() + " events");

        for (var person : people) {
            assertEquals(List.copyOf(new TreeSet<>(person.sequences())), person.sequences(), "in order, and once");
            assertEquals(people.get(0).sequences(), person.sequences(), () -> "seed " + seed);
            assertEquals(told, person.state(), () -> "seed " + seed);
        }
        assertEquals(edits, told.values().stream().mapToInt(Integer::parseInt).sum(), "edits are lost or doubled");
        assertTrue(returns > CLIENTS + CUTS, "hardly anybody was cut off");
        assertTrue(edits > CUTS, "hardly anything was edited");
    }
}
