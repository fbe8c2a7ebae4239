package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.JsonValue;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.adapter.inmemory.InMemoryStorage;
import dev.chatsessions.adapter.javalin.HttpSettings.RateLimit;
import dev.chatsessions.live.Feed;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.ThreadStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rows of {@code bad-inputs.tsv} on a running server, with a healthy stream beside that must not notice. A row whose
 * capability is still to come says in its last column what it waits for.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputsTest {

    private static final Caller ANA = Caller.user("ana");

    private static final Pattern EXPECTED = Pattern.compile("([0-9]{3}) ([a-z-]+)( \\+ (.*))?");

    private final ScriptedAssistant assistant = new ScriptedAssistant();

    private final FailingStorage storage = new FailingStorage(InMemoryStorage.create());

    private final TestServer server = new TestServer(
            storage,
            assistant,
            settings -> settings.unlimitedRate().stall(Duration.ofMillis(800)).heartbeat(Duration.ofMillis(500)),
            options -> options);

    private final String ana = server.token("ana");

    private final String ben = server.token("ben");

    private final SessionId session = server.chat
            .sessions()
            .open(ANA, SessionStart.of(SessionKind.CHAT).withKey("chat"))
            .id();

    private final ThreadId thread =
            server.chat.threads().open(ANA, session, ThreadStart.of("user-ana")).id();

    private EventStream control;

    private int beats;

    private final Map<String, Supplier<Answer>> refused = refusals();

    private final Map<String, Runnable> streamed = streams();

    record Row(String id, String surface, String input, String expected, String waitsFor) {
        static Row of(String line) {
            var cells = line.split("\t", -1);
            return new Row(cells[0], cells[1], cells[2], cells[3], cells[4]);
        }

        @Override
        public String toString() {
            return id + " " + input;
        }
    }

    @BeforeAll
    void open() {
        control = server.stream(ana, "/sessions/" + session + "/events");
        control.event("hello");
    }

    @AfterAll
    void stop() {
        control.close();
        server.close();
    }

    static List<Row> rows() {
        try (var lines = BadInputsTest.class.getResourceAsStream("/bad-inputs.tsv")) {
            return new String(lines.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(Row::of)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    Stream<Row> rowsToAnswer() {
        return rows().stream().filter(row -> row.waitsFor().isEmpty());
    }

    @Test
    void every_row_is_tested_or_waits_for_something() {
        var waiting = rows().stream().filter(row -> !row.waitsFor().isEmpty()).toList();
        var counts = new TreeMap<String, Integer>();
        waiting.forEach(row -> counts.merge(row.waitsFor(), 1, Integer::sum));
        System.out.println("bad inputs: " + rowsToAnswer().count() + " tested, " + waiting.size() + " wait: " + counts);

        var tested = new TreeSet<>(refused.keySet());
        tested.addAll(streamed.keySet());
        assertEquals(new TreeSet<>(rowsToAnswer().map(Row::id).toList()), tested);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rowsToAnswer")
    void a_bad_input_is_answered_as_its_row_says(Row row) {
        if (refused.containsKey(row.id())) {
            var answer = refused.get(row.id()).get();
            requireExpected(row.expected(), answer);
            var status = Integer.toString(answer.status());
            assertTrue(row.expected().startsWith(status), row::expected);
        } else {
            streamed.get(row.id()).run();
        }

        beats++;
        server.chat.sessions().announce(ANA, session, "beat", JsonValue.of(beats), RequestKey.none());
        var beat = control.event("notice");
        while (!beat.json().path("notice_type").asText().equals("beat")) {
            beat = control.event("notice");
        }
        assertEquals(beats, beat.json().path("body").asInt());
    }

    private static void requireExpected(String expected, Answer answer) {
        var match = EXPECTED.matcher(expected);
        assertTrue(match.matches(), "a row says one status and one code: " + expected);
        var body = Wire.json(answer.body());
        assertEquals(Integer.parseInt(match.group(1)), answer.status(), answer::body);
        assertEquals(match.group(2), body.path("code").asText(), answer::body);
        assertEquals("application/problem+json", answer.headers().get("content-type"));
        assertEquals(
                answer.headers().get("x-request-id"), body.path("request_id").asText());
        var more = match.group(4) == null ? "" : match.group(4);
        if (more.equals("errors[].pointer")) {
            assertTrue(body.path("errors").path(0).path("pointer").asText().startsWith("#/"), answer::body);
        } else if (!more.isEmpty()) {
            assertTrue(answer.headers().containsKey(more.toLowerCase(java.util.Locale.ROOT)), answer::toString);
        }
    }

    private Map<String, Supplier<Answer>> refusals() {
        var rows = new TreeMap<String, Supplier<Answer>>();
        json(rows);
        fields(rows);
        parameters(rows);
        credentials(rows);
        http(rows);
        states(rows);
        streamRefusals(rows);
        return rows;
    }

    private void json(Map<String, Supplier<Answer>> rows) {
        rows.put("H001", () -> chat("{\"message\":"));
        rows.put("H003", () -> chat("null"));
        rows.put("H004", () -> chat("[]"));
        rows.put("H005", () -> chat("\"hi\""));
        rows.put("H008", () -> chat("{\"message\":NaN}"));
        rows.put("H010", () -> chat("{'message':'hi'}"));
        rows.put("H011", () -> chat("\uFEFF{\"message\":\"hi\"}"));
        rows.put("H012", () -> bytes("{\"message\":\"a?b\"}", 0xff, 0xfe));
        rows.put("H013", () -> bytes("{\"message\":\"a?b\"}", 0xc0, 0xaf));
        rows.put(
                "H014",
                () -> send(chatRequest("application/json")
                        .POST(BodyPublishers.ofByteArray("{\"message\":\"hi\"}".getBytes(StandardCharsets.UTF_16)))));
        rows.put("H015", () -> chat("{\"message\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}"));
        rows.put("H016", () -> chat("{\"message\":\"hi\",\"n\":" + "9".repeat(10_000) + "}"));
        for (var type : Map.of(
                        "H017", "text/plain",
                        "H019", "application/x-www-form-urlencoded",
                        "H020", "multipart/form-data; boundary=x",
                        "H021", "application/json; charset=iso-8859-1")
                .entrySet()) {
            rows.put(
                    type.getKey(),
                    () -> send(chatRequest(type.getValue()).POST(BodyPublishers.ofString("{\"message\":\"hi\"}"))));
        }
        rows.put(
                "H022",
                () -> send(chatRequest("application/json")
                        .header("Content-Encoding", "gzip")
                        .POST(BodyPublishers.ofString("{\"message\":\"hi\"}"))));
        var tooLarge = ("{\"message\":\"" + "x".repeat(1 << 20) + "\"}").getBytes(StandardCharsets.UTF_8);
        rows.put("H023", () -> send(chatRequest("application/json").POST(BodyPublishers.ofByteArray(tooLarge))));
        rows.put(
                "H024",
                () -> send(chatRequest("application/json")
                        .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(tooLarge)))));
    }

    private void fields(Map<String, Supplier<Answer>> rows) {
        rows.put("H027", () -> chat("{\"message\":\"\"}"));
        rows.put("H029", () -> chat("{\"message\":5}"));
        rows.put("H030", () -> chat("{\"message\":{}}"));
        rows.put("H031", () -> chat("{\"message\":\"" + "x".repeat(32_769) + "\"}"));
        rows.put("H032", () -> chat("{\"message\":\"a\\u0000b\"}"));
        rows.put("H033", () -> chat("{\"message\":\"a\\ud800\"}"));
        rows.put("H034", () -> issue("\"12\""));
        rows.put("H035", () -> issue("1.9"));
        rows.put("H036", () -> issue("99999999999"));
        rows.put("H037", () -> worstOf(issue("0"), issue("-1"), issue("31622401")));
        rows.put("H043", () -> chat("{\"message\":\"hi\",\"admin\":true}"));
        rows.put("H044", () -> chat("{\"message\":\"hi\",\"user_id\":\"ben\"}"));
        rows.put("H045", () -> chat("{\"message\":\"hi\",\"id\":\"1\"}"));
        rows.put(
                "H046",
                () -> worstOf(
                        chat("{\"message\":\"hi\",\"seq\":1}"), chat("{\"message\":\"hi\",\"created_at\":\"x\"}")));
        rows.put(
                "H047",
                () -> worstOf(
                        chat("{\"message\":\"hi\",\"role\":\"system\"}"),
                        chat("{\"message\":\"hi\",\"role\":\"assistant\"}")));
    }

    private void parameters(Map<String, Supplier<Answer>> rows) {
        for (var limit : Map.of("H048", "abc", "H049", "0", "H050", "-1", "H051", "1001", "H052", "1e3", "H053", "")
                .entrySet()) {
            rows.put(limit.getKey(), () -> get(ana, "/chat/history?limit=" + limit.getValue()));
        }
        rows.put("H055", () -> get(ana, "/me/sessions?cursor=!!"));
        rows.put("H056", () -> get(ana, "/chat/history?before=" + cursorOfAnotherThread()));
        rows.put("H058", () -> get(ana, "/me/sessions?status=unknown"));
        rows.put("H059", () -> raw("GET /threads/%zz/events"));
        rows.put("H060", () -> raw("GET /threads/%00/events"));
        rows.put("H061", () -> raw("GET /threads/a%0d%0ab/events"));
        rows.put(
                "H063",
                () -> worstOf(
                        keyed("x".repeat(300)),
                        Answer.toRaw(server.port(), rawKeyed("")),
                        Answer.toRaw(server.port(), rawKeyed("caf\u00e9"))));
    }

    private void credentials(Map<String, Supplier<Answer>> rows) {
        rows.put("H064", () -> send(HttpRequest.newBuilder(server.uri("/me")).GET()));
        rows.put("H066", () -> authorized("Basic YTpi"));
        rows.put(
                "H067",
                () -> Answer.toRaw(
                        server.port(),
                        "GET /me HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + ana + "\r\nAuthorization: Bearer "
                                + ana + "\r\n\r\n"));
        rows.put("H068", this::expired);
        rows.put(
                "H075",
                () -> worstOf(
                        send(HttpRequest.newBuilder(server.uri("/me?token=" + ana))
                                .GET()),
                        send(HttpRequest.newBuilder(server.uri("/sessions/" + session + "/events?sid=" + ana))
                                .GET())));
        rows.put(
                "H077",
                () -> send(cookie("/me").header("Sec-Fetch-Site", "cross-site").GET()));
        rows.put("H078", () -> send(cookie("/me").header("Origin", "null").GET()));
        rows.put("H079", () -> Answer.of(server.post(ana, "/admin/tokens", "{\"user_id\":\"x\"}")));
    }

    private void http(Map<String, Supplier<Answer>> rows) {
        rows.put("H084", () -> raw("GET /sessions/a%2Fb/events"));
        rows.put("H086", () -> Answer.of(server.delete(ana, "/me/sessions")));
        rows.put("H087", () -> raw("TRACE /me"));
        rows.put("H088", () -> raw("FOO /me"));
        rows.put(
                "H089",
                () -> send(server.request(ana, "/me")
                        .header("Accept", "application/xml")
                        .GET()));
        rows.put("H091", () -> raw("GET /me", "X-Large: " + "x".repeat(9 * 1024)));
        rows.put("H092", () -> raw("POST /chat", "Content-Length: 3", "Transfer-Encoding: chunked"));
        rows.put("H093", () -> raw("POST /chat", "Content-Length: 3", "Content-Length: 4"));
        rows.put("H094", () -> Answer.toRaw(server.port(), "GET /me HTTP/1.1\r\n\r\n"));
    }

    private void states(Map<String, Supplier<Answer>> rows) {
        rows.put("H085", () -> get(ana, "/chat/history?thread_id=" + deletedThread()));
        rows.put("H096", () -> {
            assistant.say("once").finish();
            assertEquals(
                    200,
                    keyed("reused", "{\"message\":\"hi\",\"thread_id\":\"keys\"}")
                            .status());
            return keyed("reused", "{\"message\":\"other\",\"thread_id\":\"keys\"}");
        });
        rows.put("H097", this::endedSession);
        rows.put("H098", () -> {
            try (var busy = server.stream(server.request(ana, "/chat/stream")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"message\":\"hi\",\"thread_id\":\"busy\"}")))) {
                assistant.say("working");
                busy.event("token");
                var answer = chat("{\"message\":\"hi\",\"thread_id\":\"busy\",\"turn_policy\":\"reject\"}");
                assistant.finish();
                busy.event("done");
                return answer;
            }
        });
        rows.put("H102", () -> {
            try (var strict = new TestServer(
                    assistant, settings -> settings.perCaller(new RateLimit(1, Duration.ofHours(1))), o -> o)) {
                var token = strict.token("ana");
                strict.get(token, "/me");
                return Answer.of(strict.get(token, "/me"));
            }
        });
        rows.put("H104", () -> {
            storage.lose();
            var answer = get(ana, "/chat/history");
            storage.find();
            return answer;
        });
    }

    private void streamRefusals(Map<String, Supplier<Answer>> rows) {
        rows.put("E003", () -> Answer.of(server.post(ana, "/sessions/" + session + "/events", "{}")));
        rows.put("E010", () -> get(ana, "/threads/" + UUID.randomUUID() + "/events"));
        rows.put("E011", () -> get(ana, "/threads/" + deletedThread() + "/events"));
        rows.put(
                "E012",
                () -> send(cookie("/sessions/" + session + "/events")
                        .header("Sec-Fetch-Site", "cross-site")
                        .GET()));
        rows.put("E014", () -> {
            try (var going = new TestServer(assistant)) {
                var token = going.token("ana");
                going.chat
                        .sessions()
                        .open(ANA, SessionStart.of(SessionKind.CHAT).withKey("chat"));
                going.chat
                        .threads()
                        .open(
                                ANA,
                                going.chat
                                        .sessions()
                                        .findByKey(ANA, SessionKind.CHAT, "chat")
                                        .orElseThrow()
                                        .id(),
                                ThreadStart.of("user-ana"));
                going.plugin.drain();
                return Answer.of(going.get(token, "/threads/user-ana/events"));
            }
        });
    }

    private Map<String, Runnable> streams() {
        var rows = new TreeMap<String, Runnable>();
        opened(rows);
        malformedPlaces(rows);
        places(rows);
        texts(rows);
        ends(rows);
        return rows;
    }

    private void opened(Map<String, Runnable> rows) {
        rows.put("E001", () -> {
            try (var none = server.stream(ana, path());
                    var any = server.stream(
                            server.request(ana, path()).header("Accept", "*/*").GET())) {
                assertEquals("hello", none.event().type());
                assertEquals("hello", any.event().type());
            }
        });
        rows.put("E004", () -> {
            var before = server.plugin.openStreams();
            var head = send(server.request(ana, path()).method("HEAD", BodyPublishers.noBody()));
            assertEquals(200, head.status());
            assertEquals("", head.body());
            assertTrue(server.plugin.openStreams() <= before);
        });
        rows.put("E069", () -> {
            try (var stream = server.stream(ana, path())) {
                assertEquals("no", stream.headers.get("x-accel-buffering"));
                stream.awaitComment();
                assertEquals(": hb", stream.comments().get(0));
                assertTrue(HttpSettings.defaults().heartbeat().compareTo(Duration.ofSeconds(15)) <= 0);
            }
        });
    }

    private void malformedPlaces(Map<String, Runnable> rows) {
        var head = server.chat.live().head(ANA, new Feed.OfSession(session)).toString();
        var upToSequence = head.substring(0, head.lastIndexOf('-') + 1);
        rows.put("E021", () -> malformed("a".repeat(1024)));
        rows.put("E023", () -> {
            malformed(head + ",1");
            malformed(head + " 1");
        });
        rows.put("E024", () -> malformed(upToSequence + "-1"));
        rows.put("E025", () -> malformed(upToSequence + "007"));
        rows.put("E026", () -> malformed(upToSequence + "9223372036854775808"));
        rows.put("E031", () -> malformed(upToSequence + "0x10"));
    }

    private void places(Map<String, Runnable> rows) {
        rows.put("E027", () -> gap(cursorOfBen(), "foreign"));
        rows.put("E028", () -> gap(cursorOfBen(), "foreign"));
        rows.put("E032", () -> {
            var head = server.chat.live().head(ANA, new Feed.OfSession(session));
            gap(new dev.chatsessions.Cursor(head.log(), head.epoch() + 1, 1).toString(), "epoch");
        });
        rows.put("E033", () -> {
            var head = server.chat.live().head(ANA, new Feed.OfSession(session));
            gap(head.at(head.sequence() + 1_000_000).toString(), "future");
        });
        rows.put("E036", () -> {
            String place;
            try (var stream = server.stream(ana, "/threads/user-ana/events")) {
                place = stream.event("hello").id();
            }
            try (var restarted = new TestServer(assistant)) {
                assistant.say("new").finish();
                var token = restarted.token("ana");
                restarted.post(token, "/chat", "{\"message\":\"hi\"}");
                try (var stream = restarted.stream(restarted
                        .request(token, "/threads/user-ana/events")
                        .header("Last-Event-ID", place)
                        .GET())) {
                    assertEquals("hello", stream.event().type());
                    assertEquals("gap", stream.event().type());
                    assertEquals("snapshot", stream.event().type());
                }
            }
        });
        rows.put("E037", () -> replaysFromTheStart(""));
        rows.put("E038", () -> replaysFromTheStart("earliest"));
        rows.put("E042", () -> {
            for (var i = 0; i < 20; i++) {
                String place;
                try (var stream = ask("finishing " + i)) {
                    assistant.say("one ");
                    place = stream.event("token").id();
                    stream.cut();
                }
                assistant.say("two").finish();
                try (var again = server.stream(server.request(ana, "/chat/stream")
                        .header("Last-Event-ID", place)
                        .GET())) {
                    var events = again.rest();
                    assertEquals("two", words(events));
                    assertEquals("done", events.get(events.size() - 1).type());
                }
            }
        });
        rows.put("E043", () -> {
            var place = placeNow();
            say("for both");
            try (var left = resume(place);
                    var right = resume(place)) {
                assertEquals(
                        left.event("message_added").data(),
                        right.event("message_added").data());
            }
        });
        rows.put("E046", () -> {
            var place = placeNow();
            say("again and again");
            for (var i = 0; i < 20; i++) {
                try (var stream = resume(place)) {
                    assertEquals("again and again", messageOf(stream.event("message_added")));
                }
            }
        });
    }

    private void texts(Map<String, Runnable> rows) {
        rows.put("E048", () -> comesThrough("a\rb\r\nc"));
        rows.put("E050", () -> comesThrough("data: {\"type\":\"end\"}\n\ndata: x"));
        rows.put("E051", () -> {
            try (var stream = server.stream(ana, path())) {
                stream.event("hello");
                server.chat
                        .sessions()
                        .announce(ANA, session, "end of data: event: end", JsonValue.of(1), RequestKey.none());
                var notice = stream.event("notice");
                assertEquals("", notice.name());
                assertEquals(
                        "end of data: event: end",
                        notice.json().path("notice_type").asText());
            }
        });
        rows.put("E052", () -> {
            var forged = "\r\nid: forged\r\n\r\n";
            try (var stream = server.stream(ana, path())) {
                stream.event("hello");
                say(forged);
                var event = stream.event("message_added");
                assertEquals(forged, messageOf(event));
                assertFalse(event.id().contains("forged"));
            }
        });
        rows.put("E055", () -> {
            try (var stream = server.stream(ana, path())) {
                stream.event("hello");
                server.chat.sessions().announce(ANA, session, "empty", JsonValue.of(""), RequestKey.none());
                assertEquals("", stream.event("notice").json().path("body").asText("absent"));
            }
        });
        rows.put("E056", () -> comesThrough("a\u2028b\u2029c"));
        rows.put("E057", () -> {
            try (var stream = ask("emoji")) {
                assistant.say("\uD83D").say("\uDE00").finish();
                assertEquals("\uD83D\uDE00", words(stream.rest()));
            }
        });
        rows.put("E058", () -> comesThrough("x".repeat(64 * 1024)));
        rows.put("E059", () -> {
            try (var stream = ask("half a pair")) {
                assistant.say("a\uD83Db").finish();
                var events = stream.rest();
                assertTrue(List.of("done", "error")
                        .contains(events.get(events.size() - 1).type()));
            }
        });
    }

    private void ends(Map<String, Runnable> rows) {
        rows.put("E041", () -> {
            var ended = startSession("ended");
            server.chat.sessions().end(ANA, ended, ExpectedVersion.any());
            var head = server.chat.live().head(ANA, new Feed.OfSession(ended));
            try (var stream = server.stream(ana, "/sessions/" + ended + "/events?last_event_id=" + head)) {
                assertEquals(
                        List.of("hello", "end"),
                        stream.rest().stream().map(EventStream.Event::type).toList());
            }
        });
        rows.put("E060", () -> {
            var open = server.plugin.openStreams();
            try (var stalled = server.stream(ana, path())) {
                stalled.event("hello");
                var until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
                while (server.plugin.openStreams() > open) {
                    say("x".repeat(300_000));
                    control.event("message_added");
                    assertTrue(System.nanoTime() < until, "the stalled reader was not closed");
                }
            }
        });
        rows.put("E064", () -> {
            var clock = new MovableClock();
            try (var old = new TestServer(
                    InMemoryStorage.builder().clock(clock).build(), assistant, settings -> settings, o -> o)) {
                var own = old.chat
                        .sessions()
                        .open(ANA, SessionStart.of(SessionKind.CHAT).withKey("chat"))
                        .id();
                try (var stream = old.stream(old.token("ana"), "/sessions/" + own + "/events")) {
                    stream.event("hello");
                    clock.forward(Duration.ofDays(1));
                    assertEquals(
                            "token-expired",
                            stream.event("error").json().path("code").asText());
                    assertTrue(stream.next().isEmpty());
                }
            }
        });
        rows.put("E065", () -> {
            var token = server.issue("ana", Duration.ofHours(1));
            try (var stream = server.stream(token.secret(), path())) {
                stream.event("hello");
                var revoked = System.nanoTime();
                server.chat.administration().revoke(Caller.admin("test"), token.id());
                stream.event("error");
                assertTrue(stream.next().isEmpty());
                assertTrue(System.nanoTime() - revoked < Duration.ofSeconds(1).toNanos());
            }
        });
        rows.put("E066", () -> {
            var ending = startSession("ending");
            try (var stream = server.stream(ana, "/sessions/" + ending + "/events")) {
                stream.event("hello");
                server.chat.sessions().end(ANA, ending, ExpectedVersion.any());
                assertEquals(
                        "session_ended",
                        stream.event("end").json().path("reason").asText());
                assertTrue(stream.next().isEmpty());
            }
        });
        rows.put("E067", () -> {
            var doomed = server.chat
                    .threads()
                    .open(ANA, session, ThreadStart.unnamed())
                    .id();
            try (var stream = server.stream(ana, "/threads/" + doomed + "/events")) {
                stream.event("hello");
                server.chat.threads().delete(ANA, doomed);
                assertEquals(
                        "deleted", stream.event("end").json().path("reason").asText());
                assertTrue(stream.next().isEmpty());
            }
        });
    }

    private void malformed(String place) {
        try (var stream = resume(place)) {
            assertEquals("hello", stream.event().type());
            assertEquals("malformed", stream.event().json().path("reason").asText());
            assertEquals("snapshot", stream.event().type());
        }
        var query = java.net.URLEncoder.encode(place, StandardCharsets.UTF_8);
        requireExpected("400 invalid-cursor", get(ana, path() + "?last_event_id=" + query));
    }

    private void gap(String place, String reason) {
        for (var opened : List.of(resume(place), server.stream(ana, path() + "?last_event_id=" + place))) {
            try (var stream = opened) {
                assertEquals(200, stream.status);
                assertEquals("hello", stream.event().type());
                var gap = stream.event();
                assertEquals(reason, gap.json().path("reason").asText());
                assertFalse(gap.data().contains("ben"));
                assertEquals("snapshot", stream.event().type());
            }
        }
    }

    private void replaysFromTheStart(String place) {
        try (var stream = resume(place)) {
            assertEquals("hello", stream.event().type());
            assertEquals("session_started", stream.event().type());
        }
    }

    private void comesThrough(String text) {
        try (var stream = server.stream(ana, path())) {
            stream.event("hello");
            say(text);
            assertEquals(text, messageOf(stream.event()));
        }
    }

    private Answer chat(String body) {
        return send(chatRequest("application/json").POST(BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder chatRequest(String type) {
        return server.request(ana, "/chat").header("Content-Type", type);
    }

    private Answer bytes(String json, int... wrong) {
        var text = json.getBytes(StandardCharsets.UTF_8);
        var at = json.indexOf('?');
        var bytes = new byte[text.length - 1 + wrong.length];
        System.arraycopy(text, 0, bytes, 0, at);
        for (var i = 0; i < wrong.length; i++) {
            bytes[at + i] = (byte) wrong[i];
        }
        System.arraycopy(text, at + 1, bytes, at + wrong.length, text.length - at - 1);
        return send(chatRequest("application/json").POST(BodyPublishers.ofByteArray(bytes)));
    }

    private Answer issue(String ttl) {
        return Answer.of(
                server.post(TestServer.ADMIN_TOKEN, "/admin/tokens", "{\"user_id\":\"x\",\"ttl\":" + ttl + "}"));
    }

    private Answer keyed(String key) {
        return keyed(key, "{\"message\":\"hi\"}");
    }

    private Answer keyed(String key, String body) {
        return send(
                chatRequest("application/json").header("Idempotency-Key", key).POST(BodyPublishers.ofString(body)));
    }

    private String rawKeyed(String key) {
        return "POST /chat HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + ana
                + "\r\nContent-Type: application/json\r\nContent-Length: 16\r\nIdempotency-Key: " + key
                + "\r\n\r\n{\"message\":\"hi\"}";
    }

    private Answer authorized(String header) {
        return send(HttpRequest.newBuilder(server.uri("/me"))
                .header("Authorization", header)
                .GET());
    }

    private Answer expired() {
        var movable = new MovableClock();
        try (var later = new TestServer(
                InMemoryStorage.builder().clock(movable).build(),
                assistant,
                settings -> settings,
                options -> options)) {
            var token = later.issue("ana", Duration.ofMinutes(1)).secret();
            movable.forward(Duration.ofMinutes(2));
            return Answer.of(later.get(token, "/me"));
        }
    }

    private Answer endedSession() {
        var ended = startSession("chat-ended");
        var inside =
                server.chat.threads().open(ANA, ended, ThreadStart.unnamed()).id();
        server.chat.sessions().end(ANA, ended, ExpectedVersion.any());
        return chat("{\"message\":\"hi\",\"thread_id\":\"" + inside + "\"}");
    }

    private Answer worstOf(Answer... answers) {
        var worst = answers[0];
        for (var answer : answers) {
            assertEquals(worst.status(), answer.status(), answer::body);
            assertEquals(
                    Wire.json(worst.body()).path("code"),
                    Wire.json(answer.body()).path("code"),
                    answer::body);
        }
        return worst;
    }

    private Answer raw(String line, String... headers) {
        var request = new StringBuilder(line + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + ana + "\r\n");
        for (var header : headers) {
            request.append(header).append("\r\n");
        }
        return Answer.toRaw(server.port(), request.append("\r\n").toString());
    }

    private HttpRequest.Builder cookie(String path) {
        return HttpRequest.newBuilder(server.uri(path)).header("Cookie", "sid=" + ana);
    }

    private Answer get(String token, String path) {
        return Answer.of(server.get(token, path));
    }

    private Answer send(HttpRequest.Builder request) {
        return Answer.of(server.send(request));
    }

    private String cursorOfAnotherThread() {
        var other = server.chat
                .threads()
                .open(ANA, session, ThreadStart.of("other"))
                .id();
        var messages = new ArrayList<NewMessage>();
        for (var i = 0; i < 3; i++) {
            messages.add(NewMessage.assistant("message " + i));
        }
        server.chat.threads().append(ANA, other, messages, RequestKey.none());
        return Wire.json(get(ana, "/chat/history?limit=1&thread_id=other").body())
                .path("before")
                .asText();
    }

    private String cursorOfBen() {
        var caller = Caller.user("ben");
        var his = server.chat
                .sessions()
                .open(caller, SessionStart.of(SessionKind.CHAT).withKey("chat"))
                .id();
        server.chat.sessions().announce(caller, his, "ben-only", JsonValue.of("ben"), RequestKey.none());
        return server.chat.live().head(caller, new Feed.OfSession(his)).toString();
    }

    private String deletedThread() {
        var doomed =
                server.chat.threads().open(ANA, session, ThreadStart.unnamed()).id();
        server.chat.threads().delete(ANA, doomed);
        assertEquals(404, get(ben, "/chat/history?thread_id=" + doomed).status());
        return doomed.toString();
    }

    private SessionId startSession(String key) {
        return server.chat
                .sessions()
                .open(ANA, SessionStart.of(SessionKind.CHAT).withKey(key))
                .id();
    }

    private String path() {
        return "/sessions/" + session + "/events";
    }

    private String placeNow() {
        return server.chat.live().head(ANA, new Feed.OfSession(session)).toString();
    }

    private EventStream resume(String place) {
        return server.stream(
                server.request(ana, path()).header("Last-Event-ID", place).GET());
    }

    private EventStream ask(String question) {
        return server.stream(server.request(ana, "/chat/stream")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"message\":" + Wire.quoted(question) + "}")));
    }

    private void say(String text) {
        server.chat.threads().append(ANA, thread, List.of(NewMessage.assistant(text)), RequestKey.none());
    }

    private static String messageOf(EventStream.Event event) {
        return event.json().path("message").path("content").asText();
    }

    private static String words(List<EventStream.Event> events) {
        var words = new StringBuilder();
        for (var event : events) {
            if (event.type().equals("token")) {
                words.append(event.json().path("content").asText());
            }
        }
        return words.toString();
    }
}
