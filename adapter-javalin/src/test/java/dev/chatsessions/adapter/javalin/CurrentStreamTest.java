package dev.chatsessions.adapter.javalin;

import static dev.chatsessions.adapter.javalin.OmiCalls.segment;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.Cursor;
import dev.chatsessions.ThreadId;
import dev.chatsessions.live.Feed;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CurrentStreamTest {

    private static final String PATH = "/conversations/current/stream";

    private final ScriptedAssistant assistant = new ScriptedAssistant();

    private final TestServer server =
            new TestServer(assistant, settings -> settings.unlimitedRate().unsignedWebhooks(true), options -> options);

    private final String ana = server.token("ana");

    private final OmiCalls omi = new OmiCalls(server);

    @BeforeEach
    void link() {
        omi.link(ana, "device-1");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void who_listens_before_anything_was_heard_is_told_the_conversation_and_each_message() {
        try (var stream = server.stream(ana, PATH)) {
            assertEquals("{\"type\":\"connected\"}", stream.event().data());
            omi.deliver("device-1", segment(0, "Good morning"));

            var changed = stream.event();
            var message = stream.event("new_messages");

            assertEquals(
                    "{\"type\":\"conversation_changed\",\"conversationId\":\"" + current() + "\"}", changed.data());
            assertEquals("", message.name());
            assertEquals(
                    List.of("id", "role", "text", "source", "position", "createdAt"),
                    withoutSpeaker(Wire.names(message.json().path("messages").path(0))));
            assertEquals(List.of("Good morning"), textsOf(message));
        }
    }

    @Test
    void who_comes_later_is_told_the_newest_messages_first_and_then_what_follows() {
        omi.deliver(
                "device-1",
                IntStream.range(0, 60).mapToObj(i -> segment(i, "word " + i)).toArray(String[]::new));

        try (var stream = server.stream(ana, PATH)) {
            stream.event("connected");
            stream.event("conversation_changed");
            assertEquals(
                    IntStream.range(10, 60).mapToObj(i -> "word " + i).toList(), textsOf(stream.event("new_messages")));
            omi.deliver("device-1", segment(70, "and more"));
            assertEquals(List.of("and more"), textsOf(stream.event("new_messages")));
        }
    }

    @Test
    void at_a_change_the_old_conversation_is_told_to_its_end_and_the_new_one_from_its_start() {
        omi.deliver("device-1", segment(0, "one"));
        try (var stream = server.stream(ana, PATH)) {
            stream.event("conversation_changed");
            stream.event("new_messages");

            omi.deliver("device-1", segment(1, "two"));
            omi.conclude("device-1", 1, segment(0, "one"), segment(1, "two"), segment(2, "three"));
            omi.deliver("device-1", segment(100, "four"));

            assertEquals(List.of("two", "three", "changed", "four"), told(stream, "four"));
        }
    }

    @Test
    void answers_are_told_as_they_are_written_and_once_more_when_they_are_whole() {
        omi.deliver("device-1", segment(0, "hello"));
        try (var stream = server.stream(ana, PATH)) {
            stream.event("conversation_changed");
            server.post(ana, "/conversations/" + current() + "/messages", "{\"text\":\"What was that?\"}");
            assistant.say("A ").say("greeting.").finish();

            var deltas = new StringBuilder();
            var event = stream.event();
            for (; !event.json().has("finishReason"); event = stream.event()) {
                deltas.append(event.json().path("text").asText());
            }

            assertEquals("A greeting.", deltas.toString());
            assertEquals(List.of("A greeting."), textsOf(event));
            assertEquals(List.of("ASSISTANT"), Wire.texts(event.json().path("messages"), "role"));
        }
    }

    /** Cut after each frame in turn, over three conversations: nothing is lost and nothing is told twice. */
    @Test
    void wherever_it_is_cut_it_goes_on_exactly_there() {
        omi.deliver("device-1", segment(0, "one"));
        var heard = new ArrayList<String>();
        String place;
        try (var stream = server.stream(ana, PATH)) {
            stream.event("conversation_changed");
            place = stream.event("new_messages").id();
        }
        omi.deliver("device-1", segment(1, "two"), segment(2, "three"));
        omi.conclude("device-1", 1, segment(0, "one"), segment(1, "two"), segment(2, "three"), segment(3, "four"));
        omi.deliver("device-1", segment(100, "five"));
        omi.conclude("device-1", 2, segment(100, "five"), segment(101, "six"));
        omi.deliver("device-1", segment(200, "seven"));

        while (!heard.contains("seven")) {
            try (var stream = resumed(place)) {
                assertEquals("connected", stream.event().type());
                var next = stream.event();
                place = next.id();
                heard.addAll(told(next));
            }
        }

        assertEquals(
                List.of("two", "three", "four", "changed", "five", "six", "changed", "seven"),
                heard.stream().filter(word -> !word.isEmpty()).toList());
    }

    @Test
    void a_conversation_that_becomes_current_again_is_told_from_its_start() {
        omi.conclude("device-1", 1, segment(0, "old"));
        var old = current();
        omi.deliver("device-1", segment(100, "new"));
        try (var stream = server.stream(ana, PATH)) {
            stream.event("new_messages");

            server.post(ana, "/conversations/" + old + "/messages", "{\"text\":\"What was that?\"}");

            assertEquals(
                    old,
                    stream.event("conversation_changed")
                            .json()
                            .path("conversationId")
                            .asText());
            assertEquals(List.of("old"), textsOf(stream.event("new_messages")));
            assertEquals(List.of("What was that?"), textsOf(stream.event("new_messages")));
        }
    }

    @Test
    void what_is_delivered_into_an_older_conversation_changes_nothing() {
        omi.conclude("device-1", 1, segment(0, "old"));
        omi.deliver("device-1", segment(100, "new"));
        try (var stream = server.stream(ana, PATH)) {
            stream.event("new_messages");

            omi.conclude("device-1", 1, segment(0, "old"), segment(1, "later"));
            omi.deliver("device-1", segment(101, "newer"));

            assertEquals(List.of("newer"), told(stream, "newer"));
        }
    }

    @Test
    void what_was_cleared_is_a_gap_and_what_there_is() {
        omi.deliver("device-1", segment(0, "one"));
        String place;
        try (var stream = server.stream(ana, PATH)) {
            place = stream.event("new_messages").id();
        }
        server.chat.threads().clear(Caller.user("ana"), ThreadId.parse(current()));
        omi.deliver("device-1", segment(1, "two"));

        try (var stream = resumed(place)) {
            assertEquals("cleared", stream.event("gap").json().path("reason").asText());
            assertEquals(List.of("two"), textsOf(stream.event("new_messages")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "1.2.3", "0", "none"})
    void a_place_that_cannot_be_read_is_a_gap_in_a_header_and_refused_in_a_query(String place) {
        omi.deliver("device-1", segment(0, "one"));

        try (var stream = resumed(place)) {
            stream.event("connected");
            assertEquals("malformed", stream.event("gap").json().path("reason").asText());
            assertEquals(List.of("one"), textsOf(stream.event("new_messages")));
        }
        Wire.problem(400, "invalid-cursor", server.get(ana, PATH + "?last_event_id=" + place));
    }

    @Test
    void somebody_elses_place_is_a_gap_that_tells_nothing_of_his_stream() {
        omi.deliver("device-1", segment(0, "anas"));
        var ben = server.token("ben");
        omi.link(ben, "device-2");
        omi.deliver("device-2", segment(0, "bens"));
        String bens;
        try (var stream = server.stream(ben, PATH)) {
            bens = stream.event("new_messages").id();
        }
        var anas = server.chat
                .live()
                .head(Caller.user("ana"), new Feed.OfUser(Caller.user("ana").id()));
        var mixed = new CurrentPlace(anas, CurrentPlace.parse(bens).told()).toString();

        for (var place : List.of(bens, mixed)) {
            try (var stream = resumed(place)) {
                assertEquals(
                        "foreign", stream.event("gap").json().path("reason").asText());
                assertEquals(List.of("anas"), textsOf(stream.event("new_messages")));
            }
        }
    }

    @Test
    void who_missed_something_of_the_users_log_goes_on_with_what_is_current() {
        omi.deliver("device-1", segment(0, "one"));
        CurrentPlace told;
        try (var stream = server.stream(ana, PATH)) {
            told = CurrentPlace.parse(stream.event("new_messages").id());
        }
        omi.deliver("device-1", segment(1, "two"));
        omi.link(ana, "device-2");
        omi.deliver("device-2", segment(0, "uno"));
        var beyond = told.user().at(told.user().sequence() + 1_000);

        try (var stream = resumed(new CurrentPlace(beyond, told.told()).toString())) {
            assertEquals("future", stream.event("gap").json().path("reason").asText());
            assertEquals(
                    current(),
                    stream.event("conversation_changed")
                            .json()
                            .path("conversationId")
                            .asText());
            omi.deliver("device-2", segment(1, "dos"));
            assertEquals(List.of("uno"), textsOf(stream.event("new_messages")));
            assertEquals(List.of("dos"), textsOf(stream.event("new_messages")));
        }
    }

    @Test
    void a_token_may_be_in_the_address_here_and_nowhere_else() {
        omi.deliver("device-1", segment(0, "one"));
        try (var logs = new RecordedLogs();
                var stream = server.stream(
                        HttpRequest.newBuilder(server.uri(PATH + "?sid=" + ana)).GET())) {
            assertEquals(List.of("one"), textsOf(stream.event("new_messages")));
            assertFalse(logs.all().contains(ana), "a token is in a log");
        }
        for (var path : List.of("/conversations/current", "/conversations", "/me")) {
            Wire.problem(
                    401,
                    "unauthenticated",
                    server.send(HttpRequest.newBuilder(server.uri(path + "?sid=" + ana))
                            .GET()));
        }
        Wire.problem(
                401,
                "unauthenticated",
                server.send(HttpRequest.newBuilder(server.uri(PATH + "?sid=nobodys"))
                        .GET()));
    }

    @Test
    void a_token_that_is_revoked_ends_the_stream() {
        var token = server.issue("ana", Duration.ofHours(1));
        try (var stream = server.stream(token.secret(), PATH)) {
            stream.event("connected");

            server.chat.administration().revoke(Caller.admin("test"), token.id());

            assertEquals(
                    "token-revoked", stream.event("error").json().path("code").asText());
            assertTrue(stream.next().isEmpty());
        }
    }

    @Test
    void a_place_is_read_as_it_was_written() {
        var thread = new ThreadId(UUID.fromString("01990000-0000-7000-8000-000000000001"));
        var at = new Cursor("00c0ffee", 7, 42);
        for (var place : List.of(
                new CurrentPlace(at, Optional.empty()),
                new CurrentPlace(at, Optional.of(new CurrentPlace.Told(thread, at.at(1)))))) {
            assertEquals(place, CurrentPlace.parse(place.toString()));
        }
    }

    private EventStream resumed(String place) {
        return server.stream(
                server.request(ana, PATH).header("Last-Event-ID", place).GET());
    }

    private String current() {
        return Wire.ok(200, server.get(ana, "/conversations/current"))
                .path("conversation")
                .path("id")
                .asText();
    }

    /** What is told up to that text: texts, and where the conversation changes. */
    private static List<String> told(EventStream stream, String last) {
        var told = new ArrayList<String>();
        while (!told.contains(last)) {
            told.addAll(told(stream.event()));
        }
        return told;
    }

    private static List<String> told(EventStream.Event event) {
        return switch (event.type()) {
            case "conversation_changed" -> List.of("changed");
            case "new_messages" -> textsOf(event);
            default -> List.of();
        };
    }

    private static List<String> textsOf(EventStream.Event event) {
        return Wire.texts(event.json().path("messages"), "text");
    }

    private static List<String> withoutSpeaker(List<String> names) {
        return names.stream().filter(name -> !name.equals("speaker")).toList();
    }
}
