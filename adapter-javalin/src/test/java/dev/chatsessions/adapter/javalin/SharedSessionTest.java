package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.JsonValue;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.adapter.inmemory.InMemoryStorage;
import dev.chatsessions.join.Admission;
import dev.chatsessions.session.ExpectedVersion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedSessionTest {

    private static final String UPDATE = """
            {"type":"contextual_update","text":"quote_ready","data":{"carrier":"FedEx","cost":12.99},"requestId":"r1"}""";

    private final RecordedLogs logs = new RecordedLogs();

    private final Target target = new Target();

    private final SharedClients clients = new SharedClients(target);

    @AfterEach
    void stop() {
        target.close();
        logs.close();
    }

    @Test
    void whoever_names_no_session_opens_one_and_whoever_names_it_joins() {
        try (var agent = clients.open("ana", "");
                var page = clients.open("ana", "&session_id=" + agent.session())) {
            assertEquals("new", agent.greeting().path("opened").asText());
            assertEquals("joined", page.greeting().path("opened").asText());
            assertEquals(agent.session(), page.session());
            assertFalse(agent.greeting().path("cursor").asText().isEmpty());
            assertTrue(agent.greeting().path("timestamp").asLong() > 1_600_000_000_000L);
        }
        assertFalse(logs.all().contains(target.ana), "a token is in a log");
    }

    @Test
    void a_broadcast_reaches_the_clients_of_the_session_and_nobody_else() {
        try (var agent = clients.open("ana", "");
                var page = clients.open("ana", "&session_id=" + agent.session());
                var elsewhere = clients.open("ana", "")) {
            agent.say(UPDATE);
            var heard = page.message("contextual_update");
            assertEquals(heard, agent.message("contextual_update"), "its sender hears it too");

            assertEquals("quote_ready", heard.path("text").asText());
            assertEquals("12.99", heard.path("data").path("cost").asText());
            assertEquals("r1", heard.path("requestId").asText());
            assertEquals(agent.session(), heard.path("session_id").asText());
            assertTrue(heard.path("timestamp").isIntegralNumber());
            assertFalse(heard.path("cursor").asText().isEmpty());

            elsewhere.say("{\"type\":\"contextual_update\",\"text\":\"mine\"}");
            assertEquals("mine", elsewhere.next().path("text").asText(), "it heard nothing before");
        }
    }

    @Test
    void no_frame_reaches_another_session_whatever_it_holds() {
        try (var one = clients.open("ana", "");
                var other = clients.open("ana", "")) {
            for (var name : List.of("session_id", "sessionId", "session", "to", "broadcast")) {
                one.say("{\"type\":\"contextual_update\",\"text\":\"t\",\"" + name + "\":\"" + other.session() + "\"}");
            }
            assertEquals("other-session", one.message("error").path("code").asText());
            one.say("{\"type\":\"set_session_state\",\"key\":\"k\",\"value\":1,\"session_id\":\"" + other.session()
                    + "\"}");
            assertEquals("other-session", one.message("error").path("code").asText());
            for (var type :
                    List.of("session", "state_changed", "message_added", "error", "end", "gap", "presence_joined")) {
                one.say("{\"type\":\"" + type + "\"}");
                assertEquals("reserved-type", one.message("error").path("code").asText());
                one.say("{\"type\":\"ping\"}");
            }
            other.say("{\"type\":\"get_session_state\"}");
            assertEquals("session_state", other.next().path("type").asText(), "it heard nothing before");
        }
    }

    @Test
    void what_was_missed_is_told_after_the_last_cursor_in_order_and_once() {
        try (var agent = clients.open("ana", "")) {
            var cursor = agent.greeting().path("cursor").asText();
            for (var i = 0; i < 5; i++) {
                agent.say("{\"type\":\"note\",\"text\":\"" + i + "\"}");
                agent.message("note");
                try (var page = clients.open("ana", "&session_id=" + agent.session() + "&after=" + cursor)) {
                    var event = page.next();
                    assertEquals(Integer.toString(i), event.path("text").asText());
                    cursor = event.path("cursor").asText();
                }
            }
        }
    }

    @Test
    void the_same_events_are_told_as_server_sent_events() {
        try (var agent = clients.open("ana", "");
                var sse = target.server.stream(target.ana, Target.path(SessionId.parse(agent.session())))) {
            sse.event("hello");
            agent.say(UPDATE);
            agent.say("{\"type\":\"set_session_state\",\"key\":\"k\",\"value\":[1]}");

            var update = agent.message("contextual_update");
            var notice = sse.event("notice");
            assertEquals(notice.id(), update.path("cursor").asText());
            assertEquals("contextual_update", notice.json().path("notice_type").asText());
            assertEquals(update.path("data"), notice.json().path("body").path("data"));
            var change = agent.message("state_changed");
            var changed = sse.event("state_changed");
            assertEquals(changed.id(), change.path("cursor").asText());
            assertEquals(changed.json().path("value"), change.path("value"));
        }
    }

    @Test
    void what_the_host_tells_a_session_looks_like_what_its_clients_say() {
        try (var page = clients.open("ana", "")) {
            var body = new JsonValue.Fields(Map.of(
                    "text", JsonValue.of("quote_ready"),
                    "cursor", JsonValue.of("forged"),
                    "session_id", JsonValue.of("forged")));
            target.server
                    .chat
                    .sessions()
                    .announce(
                            Target.ANA, SessionId.parse(page.session()), "contextual_update", body, RequestKey.none());
            target.server
                    .chat
                    .sessions()
                    .announce(Target.ANA, SessionId.parse(page.session()), "count", JsonValue.of(3), RequestKey.none());

            var heard = page.next();
            assertEquals("quote_ready", heard.path("text").asText());
            assertEquals(page.session(), heard.path("session_id").asText());
            assertNotEquals("forged", heard.path("cursor").asText());
            assertEquals(3, page.next().path("data").asInt());
        }
    }

    @Test
    void who_comes_and_goes_is_told_and_listed() {
        try (var agent = clients.open("ana", "&client=agent");
                var page = clients.open("ana", "&client=page&session_id=" + agent.session())) {
            assertEquals("page", page.greeting().path("client").asText());
            var there = Set.of(
                    agent.message("presence").path("client").asText(),
                    agent.message("presence").path("client").asText());
            assertEquals(Set.of("agent", "page"), there);

            var listed = Wire.json(target.server
                            .get(TestServer.ADMIN_TOKEN, "/sessions?kind=shared")
                            .body())
                    .path("sessions")
                    .path(0)
                    .path("clients");
            assertEquals("agent", listed.path(0).path("client").asText());
            assertEquals("user:ana", listed.path(1).path("caller").asText());
            try (var unfit = SocketStream.open(target.server.port(), "/ws?client=%20&token=" + target.ana)) {
                assertEquals(400, unfit.status);
            }
        }
    }

    @Test
    void what_is_not_durable_is_heard_once_and_not_kept() {
        try (var agent = clients.open("ana", "");
                var page = clients.open("ana", "&session_id=" + agent.session())) {
            var cursor = page.greeting().path("cursor").asText();
            var elsewhere = clients.open("ana", "");
            agent.say("{\"type\":\"typing\",\"durable\":false,\"who\":\"agent\"}");
            var typing = page.next();
            assertEquals("typing", agent.next().path("type").asText());
            assertEquals("agent", typing.path("who").asText());
            assertEquals(agent.session(), typing.path("session_id").asText());
            assertFalse(typing.has("cursor"));
            assertFalse(typing.has("durable"));
            elsewhere.say("{\"type\":\"typing\",\"durable\":false,\"who\":\"me\"}");
            assertEquals("me", elsewhere.next().path("who").asText(), "it heard what is said in another session");
            elsewhere.close();

            agent.say(UPDATE);
            try (var late = clients.open("ana", "&session_id=" + agent.session() + "&after=" + cursor)) {
                assertEquals("contextual_update", late.next().path("type").asText());
            }
            agent.say("{\"type\":\"typing\",\"durable\":\"no\"}");
            assertEquals(
                    "validation-failed", agent.message("error").path("code").asText());
        }
    }

    @Test
    void state_is_set_read_merged_counted_and_taken_away_with_the_id_of_the_request() {
        try (var client = clients.open("ana", "")) {
            client.say("{\"type\":\"set_session_state\",\"key\":\"option\",\"value\":{\"a\":1},\"requestId\":\"q1\"}");
            var set = client.answer("q1");
            assertEquals("session_state", set.path("type").asText());
            assertEquals(1, set.path("value").path("a").asInt());
            client.say(
                    "{\"type\":\"merge_session_state\",\"key\":\"option\",\"patch\":{\"b\":2.50},\"requestId\":\"q2\"}");
            assertEquals("2.5", client.answer("q2").path("value").path("b").asText());
            client.say("{\"type\":\"increment_session_state\",\"key\":\"n\",\"requestId\":\"q3\"}");
            assertEquals(1, client.answer("q3").path("value").asInt());
            client.say(
                    "{\"type\":\"set_session_state\",\"key\":\"numbers\",\"value\":[100,1e3,0.50],\"requestId\":\"q0\"}");
            assertEquals("[100,1000,0.5]", client.answer("q0").path("value").toString());
            client.say("{\"type\":\"increment_session_state\",\"key\":\"n\",\"by\":-3,\"requestId\":\"q4\"}");
            assertEquals(-2, client.answer("q4").path("value").asInt());
            client.say("{\"type\":\"get_session_state\",\"requestId\":\"q5\"}");
            var all = client.answer("q5");
            assertEquals(-2, all.path("state").path("n").asInt());
            assertEquals(3, all.path("versions").size());
            client.say("{\"type\":\"delete_session_state\",\"key\":\"n\",\"requestId\":\"q6\"}");
            assertTrue(client.answer("q6").path("removed").asBoolean());
            client.say("{\"type\":\"get_session_state\",\"key\":\"n\",\"requestId\":\"q7\"}");
            assertTrue(client.answer("q7").path("removed").asBoolean());
        }
    }

    @Test
    void of_two_who_set_one_key_the_second_is_told_and_different_keys_never_conflict() {
        try (var one = clients.open("ana", "");
                var two = clients.open("ana", "&session_id=" + one.session());
                var watching = clients.open("ana", "&session_id=" + one.session())) {
            var set =
                    "{\"type\":\"set_session_state\",\"key\":\"%s\",\"value\":\"%s\",\"expected_version\":%d,\"requestId\":\"%s\"}";
            one.say(set.formatted("k", "one", 0, "a"));
            var version = one.answer("a").path("version").asLong();
            two.say(set.formatted("k", "two", 0, "b"));
            assertEquals("stale-version", two.answer("b").path("code").asText());
            two.say(set.formatted("other", "two", 0, "c"));
            assertEquals("two", two.answer("c").path("value").asText());
            two.say(set.formatted("k", "two", version, "d"));
            assertEquals("two", two.answer("d").path("value").asText());
            assertEquals(
                    List.of("one", "two", "two"),
                    List.of(watching.next(), watching.next(), watching.next()).stream()
                            .map(change -> change.path("value").asText())
                            .toList());
        }
    }

    @Test
    void a_frame_that_is_sent_again_with_its_client_key_is_done_once() {
        try (var client = clients.open("ana", "")) {
            for (var id : List.of("a", "b")) {
                client.say(
                        "{\"type\":\"increment_session_state\",\"key\":\"n\",\"client_key\":\"once\",\"requestId\":\""
                                + id + "\"}");
                assertEquals(1, client.answer(id).path("value").asInt());
            }
            client.say(
                    "{\"type\":\"increment_session_state\",\"key\":\"n\",\"client_key\":\"twice\",\"requestId\":\"c\"}");
            assertEquals(2, client.answer("c").path("value").asInt());
            client.say(
                    "{\"type\":\"increment_session_state\",\"key\":\"m\",\"client_key\":\"once\",\"requestId\":\"d\"}");
            assertEquals(
                    "idempotency-key-reused", client.answer("d").path("code").asText());
        }
    }

    @Test
    void a_session_that_ends_tells_its_last_event_and_closes_with_4410() {
        try (var client = clients.open("ana", "")) {
            target.server.chat.sessions().end(Target.ANA, SessionId.parse(client.session()), ExpectedVersion.any());
            assertEquals("session_changed", client.next().path("type").asText());
            var end = client.next();
            assertEquals("end", end.path("type").asText());
            assertEquals(client.session(), end.path("session_id").asText());
            assertEquals(4410, client.socket().closeCode());
        }
    }

    @Test
    void a_cookie_needs_a_page_of_ours_and_a_plain_request_is_told_to_upgrade() {
        var cookie = "Cookie: sid=" + target.ana;
        var own = "Origin: http://127.0.0.1:" + target.server.port();
        try (var page = SocketStream.open(target.server.port(), "/ws", cookie, own);
                var evil = SocketStream.open(target.server.port(), "/ws", cookie, "Origin: https://evil.example")) {
            assertEquals("session", page.message().type());
            assertEquals(403, evil.status);
        }
        assertEquals(426, target.get("/ws").status());
        assertEquals(405, Answer.of(target.server.post(target.ana, "/ws", "{}")).status());
    }

    @Test
    void whoever_shows_no_good_token_is_told_and_closed_with_4401() {
        for (var query : List.of("", "?token=", "?token=wrong", "?sid=" + target.ana)) {
            try (var socket = SocketStream.open(target.server.port(), "/ws" + query)) {
                assertEquals(101, socket.status, query);
                assertEquals(
                        "unauthenticated",
                        socket.message("error").json().path("code").asText());
                assertEquals(4401, socket.closeCode());
            }
        }
    }

    @Test
    void who_is_refused_is_told_when_and_in_which_session_he_wanted_to_be() {
        try (var agent = clients.open("ana", "");
                var socket = SocketStream.open(target.server.port(), "/ws?token=wrong&session_id=" + agent.session())) {
            var error = socket.message("error").json();
            assertEquals(agent.session(), error.path("session_id").asText());
            assertTrue(error.path("timestamp").asLong() > 1_600_000_000_000L);
            assertEquals(4401, socket.closeCode());
        }
        try (var socket = SocketStream.open(target.server.port(), "/ws?token=wrong&session_id=%3Cscript%3E")) {
            var error = socket.message("error").json();
            assertFalse(error.has("session_id"));
            assertTrue(error.has("timestamp"));
        }
    }

    @Test
    void a_handshake_that_is_refused_leaves_the_join_token_good() {
        try (var agent = clients.open("ana", "")) {
            var invitation = invitation(agent, Admission.READ);
            for (var unfit : List.of("after=garbage", "client=" + "x".repeat(65))) {
                try (var refused = SocketStream.open(target.server.port(), "/ws?token=" + invitation + "&" + unfit)) {
                    assertEquals(400, refused.status, unfit);
                }
            }
            try (var guest = clients.openWith(invitation, "")) {
                assertEquals(agent.session(), guest.session());
            }
        }
    }

    @Test
    void what_is_not_durable_is_checked_like_what_is() {
        try (var agent = clients.open("ana", "")) {
            for (var frame : List.of(
                    "{\"type\":\"" + "t".repeat(65) + "\",\"durable\":false}",
                    "{\"type\":\" \",\"durable\":false}",
                    "{\"type\":\"typing\",\"durable\":false,\"text\":\"" + "x".repeat(17_000) + "\"}",
                    "{\"type\":\"typing\",\"durable\":false,\"deep\":" + "[".repeat(9) + "]".repeat(9) + "}")) {
                agent.say(frame);
                assertEquals("validation-failed", agent.next().path("code").asText(), frame);
            }
        }
    }

    @Test
    void a_page_that_only_listens_and_pings_keeps_its_session() {
        var clock = new MovableClock();
        try (var server = new TestServer(
                        InMemoryStorage.builder().clock(clock).build(),
                        target.assistant,
                        settings -> settings,
                        options -> options);
                var page = SharedClients.SharedClient.of(
                        SocketStream.open(server.port(), "/ws?token=" + server.token("ana")))) {
            var session = SessionId.parse(page.session());
            var entered = server.chat.sessions().find(Target.ANA, session).lastActivityAt();
            clock.forward(Duration.ofMinutes(5));
            page.say("{\"type\":\"ping\"}");
            page.message("pong");

            var until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (!server.chat
                    .sessions()
                    .find(Target.ANA, session)
                    .lastActivityAt()
                    .isAfter(entered)) {
                assertTrue(System.nanoTime() < until, "a ping is no activity");
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void a_session_that_is_completed_closes_owners_and_guests_until_it_is_reopened() {
        try (var agent = clients.open("ana", "");
                var guest = clients.openWith(invitation(agent, Admission.READ), "")) {
            var session = SessionId.parse(agent.session());
            target.server.chat.sessions().complete(Target.ANA, session, ExpectedVersion.any());
            for (var client : List.of(agent, guest)) {
                assertEquals("session_changed", client.next().path("type").asText());
                assertEquals("end", client.next().path("type").asText());
                assertEquals(4410, client.socket().closeCode());
            }
            target.server.chat.sessions().resume(Target.ANA, session, ExpectedVersion.any());
            try (var back = clients.open("ana", "&session_id=" + session)) {
                assertEquals("joined", back.greeting().path("opened").asText());
                back.say(UPDATE);
                back.message("contextual_update");
            }
        }
    }

    private String invitation(SharedClients.SharedClient to, Admission admission) {
        return target.server
                .chat
                .joinTokens()
                .issue(Target.ANA, SessionId.parse(to.session()), admission, Optional.empty(), RequestKey.none())
                .secret();
    }

    @Test
    void a_guest_comes_by_a_join_token_once_and_comes_back_with_what_he_was_given() {
        try (var agent = clients.open("ana", "")) {
            var invitation = invitation(agent, Admission.READ_WRITE);
            var credential = "";
            try (var guest = clients.openWith(invitation, "&session_id=ignored")) {
                assertEquals("joined", guest.greeting().path("opened").asText());
                assertEquals(agent.session(), guest.session());
                credential = guest.greeting().path("guest").path("token").asText();
                guest.say(UPDATE);
                assertEquals(
                        "quote_ready",
                        agent.message("contextual_update").path("text").asText());
            }
            try (var again = SocketStream.open(target.server.port(), "/ws?token=" + invitation)) {
                assertEquals(
                        "join-token-used",
                        again.message("error").json().path("code").asText());
                assertEquals(4404, again.closeCode());
            }
            try (var back = clients.openWith(
                    credential, "&after=" + agent.greeting().path("cursor").asText())) {
                assertEquals(
                        "quote_ready",
                        back.message("contextual_update").path("text").asText());
                assertFalse(back.greeting().has("guest"));
            }
            try (var made = SocketStream.open(target.server.port(), "/ws?token=cs_j_made-up")) {
                assertEquals(
                        "unauthenticated",
                        made.message("error").json().path("code").asText());
                assertEquals(4401, made.closeCode());
            }
            assertFalse(logs.all().contains(invitation));
        }
    }

    @Test
    void a_guest_who_may_only_see_says_and_changes_nothing_and_goes_with_the_session() {
        try (var agent = clients.open("ana", "");
                var guest = clients.openWith(invitation(agent, Admission.READ), "")) {
            for (var frame : List.of(
                    UPDATE,
                    "{\"type\":\"typing\",\"durable\":false}",
                    "{\"type\":\"set_session_state\",\"key\":\"k\",\"value\":1}",
                    "{\"type\":\"user_message\",\"text\":\"t\"}")) {
                guest.say(frame);
                assertEquals("forbidden", guest.next().path("code").asText(), frame);
            }
            agent.say(UPDATE);
            assertEquals("quote_ready", guest.next().path("text").asText());
            target.server.chat.sessions().end(Target.ANA, SessionId.parse(agent.session()), ExpectedVersion.any());
            assertEquals("session_changed", guest.next().path("type").asText());
            assertEquals("end", guest.next().path("type").asText());
            assertEquals(4410, guest.socket().closeCode());
        }
    }

    @Test
    void a_guest_is_closed_by_the_end_of_the_session_and_not_by_that_of_his_credential() {
        var clock = new MovableClock();
        try (var server = new TestServer(
                        InMemoryStorage.builder().clock(clock).build(),
                        target.assistant,
                        settings -> settings.recheck(Duration.ofMillis(5)),
                        options -> options);
                var agent = SharedClients.SharedClient.of(
                        SocketStream.open(server.port(), "/ws?token=" + server.token("ana")))) {
            var session = SessionId.parse(agent.session());
            var invitation = server.chat
                    .joinTokens()
                    .issue(Target.ANA, session, Admission.READ, Optional.empty(), RequestKey.none());
            try (var guest = SharedClients.SharedClient.of(
                    SocketStream.open(server.port(), "/ws?token=" + invitation.secret()))) {
                clock.forward(Duration.ofMinutes(61));

                assertEquals("session_changed", guest.next().path("type").asText());
                assertEquals("end", guest.next().path("type").asText());
                assertEquals(4410, guest.socket().closeCode());
            }
        }
    }

    @Test
    void somebody_elses_session_is_out_of_reach_even_with_its_cursor() {
        try (var ana = clients.open("ana", "");
                var ben = clients.open(
                        "ben",
                        "&session_id=" + ana.session() + "&after="
                                + ana.greeting().path("cursor").asText())) {
            assertEquals("replaced", ben.greeting().path("opened").asText());
            assertNotEquals(ana.session(), ben.session());
            ana.say(UPDATE);
            ana.message("contextual_update");
            ben.say("{\"type\":\"ping\"}");
            assertEquals("pong", ben.next().path("type").asText());
        }
    }
}
