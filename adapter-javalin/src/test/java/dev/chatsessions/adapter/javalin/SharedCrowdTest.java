package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.JsonValue;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.adapter.javalin.SharedClients.SharedClient;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.ThreadStart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedCrowdTest {

    private static final int HEALTHY = 200;

    private static final int LARGE = 20;

    /** It is given more than any line holds, and takes nothing. */
    @Test
    void a_client_that_stalls_is_cut_and_two_hundred_beside_it_hear_everything() {
        try (var target = new Target(settings -> settings.unlimitedRate()
                .streamsPerCaller(HEALTHY + 1)
                .pong(Duration.ofMinutes(1))
                .stall(Duration.ofMillis(800)))) {
            var clients = new SharedClients(target);
            var session = target.server
                    .chat
                    .sessions()
                    .start(Target.ANA, SessionStart.of(SessionKind.SHARED), RequestKey.none())
                    .id();
            fill(target, session);
            var healthy = new ArrayList<SharedClient>();
            for (var i = 0; i < HEALTHY; i++) {
                healthy.add(clients.open("ana", "&client=crowd&session_id=" + session));
            }
            var said = 0;
            try (var stalled = clients.open("ana", "&client=crowd&session_id=" + session + "&after=earliest")) {
                var until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
                while (target.server.plugin.openStreams() > HEALTHY) {
                    hearAll(target, session, healthy, said++);
                    assertTrue(System.nanoTime() < until, "the stalled client was not cut");
                }
                hearAll(target, session, healthy, said++);

                var heard = stalled.socket().rest();
                assertTrue(heard.size() < LARGE, () -> "it took " + heard.size() + " frames although it stalled");
            }
            healthy.forEach(SharedClient::close);
        }
    }

    private static void fill(Target target, SessionId session) {
        var threads = target.server.chat.threads();
        var thread = threads.open(Target.ANA, session, ThreadStart.of("transcript"));
        for (var i = 0; i < LARGE; i++) {
            var large = NewMessage.assistant("x".repeat(500_000));
            threads.append(Target.ANA, thread.id(), List.of(large), RequestKey.none());
        }
    }

    private static void hearAll(Target target, SessionId session, List<SharedClient> healthy, int number) {
        target.server.chat.sessions().announce(Target.ANA, session, "note", JsonValue.of(number), RequestKey.none());
        for (var client : healthy) {
            assertEquals(number, client.message("note").path("data").asInt());
        }
    }
}
