package dev.chatsessions.adapter.javalin;

import static dev.chatsessions.adapter.javalin.Wire.ok;
import static dev.chatsessions.adapter.javalin.Wire.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.adapter.javalin.EventStream.Event;
import dev.chatsessions.session.SessionKind;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplyStreamTest {

    private static final Caller ANA = Caller.user("ana");

    private final ScriptedAssistant assistant = new ScriptedAssistant();

    private final TestServer server = new TestServer(assistant);

    private final String ana = server.token("ana");

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_stream_has_the_frames_of_the_document() {
        assistant.report("Searching").say("To").say(" fix").finish();

        try (var stream = ask("How?")) {
            assertEquals(200, stream.status);
            assertEquals("text/event-stream", stream.headers.get("content-type"));
            assertEquals("no", stream.headers.get("x-accel-buffering"));
            assertEquals("no-cache, no-transform", stream.headers.get("cache-control"));
            var events = stream.rest();

            assertEquals(
                    "{\"type\":\"status\",\"content\":\"Searching\"}",
                    events.get(0).data());
            assertEquals("To fix", tokens(events));
            assertEquals(
                    "{\"type\":\"done\",\"thread_id\":\"user-ana\",\"finish_reason\":\"complete\"}",
                    events.get(events.size() - 1).data());
            assertEquals(1, events.stream().filter(ReplyStreamTest::isLast).count());
            assertEquals(Optional.of("2000"), stream.retry());
            assertTrue(events.stream().allMatch(event -> event.name().isEmpty()));
        }
    }

    @Test
    void a_client_cut_before_the_first_word_has_a_place_to_resume_from() {
        assistant.report("Thinking");
        String place;
        try (var stream = ask("How?")) {
            place = stream.event("status").id();
            assertTrue(place.endsWith(".0"), place);
        }
        assistant.say("now").finish();

        try (var again = resume(place)) {
            assertEquals("now", tokens(again.rest()));
        }
    }

    @Test
    void a_client_cut_between_the_third_and_fourth_word_gets_each_word_once() {
        var heard = new ArrayList<Event>();
        try (var stream = ask("Count")) {
            for (var word : List.of("one ", "two ", "three ")) {
                assistant.say(word);
                heard.add(stream.event("token"));
            }
            stream.cut();
        }
        assistant.say("four ").say("five").finish();

        try (var again = resume(heard.get(2).id())) {
            heard.addAll(again.rest());
        }

        assertEquals("one two three four five", tokens(heard));
        assertEquals("done", heard.get(heard.size() - 1).type());
        assertEquals(1, heard.stream().filter(ReplyStreamTest::isLast).count());
    }

    @Test
    void a_finished_answer_is_resumed_with_the_rest_as_one_word() {
        String place;
        try (var stream = ask("Count")) {
            assistant.say("one ");
            place = stream.event("token").id();
            stream.cut();
        }
        assistant.say("two ").say("three").finish();
        finished();

        try (var again = resume(place)) {
            var events = again.rest();
            assertEquals(List.of("token", "done"), types(events));
            assertEquals("two three", tokens(events));
        }
    }

    @Test
    void after_the_last_frame_there_is_nothing_to_come_back_for() {
        assistant.say("all").finish();
        String last;
        try (var stream = ask("Count")) {
            var events = stream.rest();
            last = events.get(events.size() - 1).id();
        }

        assertEquals(204, server.get(ana, "/chat/stream?last_event_id=" + last).statusCode());
        assertEquals(204, server.get(ana, "/chat/stream").statusCode());
    }

    @Test
    void without_a_place_the_open_answer_is_told_from_its_first_word() {
        try (var first = ask("Count")) {
            assistant.say("one ");
            first.event("token");
            try (var second = server.stream(ana, "/chat/stream")) {
                assertEquals(
                        "one ", second.event("token").json().path("content").asText());
                assistant.say("two").finish();
                assertEquals("two", tokens(second.rest()));
            }
            assertEquals("two", tokens(first.rest()));
        }
    }

    @Test
    void a_question_repeated_with_its_key_is_told_the_same_answer_whole() {
        var request = server.request(ana, "/chat/stream")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "key-1")
                .POST(BodyPublishers.ofString("{\"message\":\"Count\"}"));
        try (var first = server.stream(request)) {
            assistant.say("one ");
            first.event("token");
            try (var second = server.stream(request)) {
                assertEquals(
                        "one ", second.event("token").json().path("content").asText());
                assistant.say("two").finish();
                assertEquals(List.of("token", "done"), types(second.rest()));
            }
        }
        try (var third = server.stream(request)) {
            assertEquals("one two", tokens(third.rest()));
        }
        assertEquals(
                2,
                ok(200, server.get(ana, "/chat/history")).path("message_count").asInt());
    }

    @Test
    void a_failed_answer_ends_with_an_error_and_the_reason_for_it() {
        assistant.say("half").fail("the model fell over");

        try (var stream = ask("Count")) {
            var events = stream.rest();
            var last = events.get(events.size() - 1).json();
            assertEquals("half", tokens(events));
            assertEquals("error", last.path("type").asText());
            assertEquals("assistant-failed", last.path("code").asText());
            assertEquals("user-ana", last.path("thread_id").asText());
            assertTrue(last.path("content").isTextual());
        }
    }

    @Test
    void clearing_while_an_answer_is_told_is_a_gap_and_an_error() {
        try (var stream = ask("Count")) {
            assistant.say("one ");
            stream.event("token");

            ok(200, server.delete(ana, "/chat/history"));

            assertEquals(List.of("gap", "error"), types(stream.rest()));
        }
    }

    @Test
    void an_answer_cleared_in_the_meantime_cannot_be_resumed() {
        String place;
        try (var stream = ask("Count")) {
            assistant.say("one ");
            place = stream.event("token").id();
        }
        ok(200, server.delete(ana, "/chat/history"));

        try (var again = resume(place)) {
            var events = again.rest();
            assertEquals(List.of("gap", "error"), types(events));
            assertEquals("cleared", events.get(0).json().path("reason").asText());
        }
    }

    @Test
    void an_unreadable_header_is_a_gap_and_an_unreadable_query_is_refused() {
        problem(400, "invalid-cursor", server.get(ana, "/chat/stream?last_event_id=nonsense"));
        try (var nothingOpen = server.stream(server.request(ana, "/chat/stream")
                .header("Last-Event-ID", "nonsense")
                .GET())) {
            assertEquals(List.of("gap", "error"), types(nothingOpen.rest()));
        }
        try (var stream = ask("Count")) {
            assistant.say("one ");
            stream.event("token");
            try (var again = server.stream(server.request(ana, "/chat/stream")
                    .header("Last-Event-ID", "nonsense")
                    .GET())) {
                assertEquals("malformed", again.event().json().path("reason").asText());
                assertEquals("one ", again.event("token").json().path("content").asText());
            }
            assistant.finish();
            stream.event("done");
        }
    }

    @Test
    void a_reader_with_nothing_to_go_on_with_is_made_to_forget_its_place() {
        var told = server.send(server.request(ana, "/chat/stream")
                        .header("Last-Event-ID", "nonsense")
                        .GET())
                .body();

        assertEquals(2, told.lines().filter(line -> line.startsWith("data: ")).count(), told);
        assertEquals(2, told.lines().filter("id: "::equals).count(), told);
        var withoutPlace = server.request(ana, "/chat/stream").header("Last-Event-ID", "");
        assertEquals(204, server.send(withoutPlace.GET()).statusCode());
    }

    @Test
    void the_header_wins_over_the_query() {
        assistant.say("all").finish();
        List<Event> events;
        try (var stream = ask("Count")) {
            events = stream.rest();
        }
        var first = events.get(0).id();
        var last = events.get(events.size() - 1).id();

        try (var again = server.stream(server.request(ana, "/chat/stream?last_event_id=" + last)
                .header("Last-Event-ID", first)
                .GET())) {
            assertEquals(200, again.status);
            assertEquals("done", again.event("done").type());
        }
    }

    @Test
    void a_place_in_somebody_elses_answer_tells_nothing_of_it() {
        assistant.say("private").finish();
        String place;
        try (var stream = ask("Count")) {
            place = stream.event("token").id();
        }
        var ben = server.token("ben");

        try (var foreign = server.stream(ben, "/chat/stream?last_event_id=" + place)) {
            var events = foreign.rest();
            assertEquals(List.of("gap", "error"), types(events));
            assertTrue(events.stream().noneMatch(event -> event.data().contains("private")));
        }
    }

    @Test
    void a_place_with_the_log_of_another_life_goes_on_by_its_offset() {
        String place;
        try (var stream = ask("Count")) {
            assistant.say("one ");
            place = stream.event("token").id();
        }
        var otherLife = place.replaceFirst("-[0-9a-f]+-", "-abc-");
        assistant.say("two");

        try (var again = resume(otherLife)) {
            assertEquals("two", again.event("token").json().path("content").asText());
            assistant.finish();
            assertEquals(List.of("done"), types(again.rest()));
        }
    }

    @Test
    void a_place_inside_a_pair_is_a_gap_and_the_answer_is_told_from_its_first_word() {
        String place;
        try (var stream = ask("Smile")) {
            assistant.say("ab\uD83D\uDE00c");
            place = stream.event("token").id();
        }
        var inside = place.replaceFirst("\\.[0-9]+$", ".3");

        try (var whileItIsWritten = resume(inside)) {
            assertEquals(
                    "malformed",
                    whileItIsWritten.event("gap").json().path("reason").asText());
            assistant.finish();
            assertEquals("ab\uD83D\uDE00c", tokens(whileItIsWritten.rest()));
        }
        try (var afterwards = resume(inside)) {
            var events = afterwards.rest();
            assertEquals(List.of("gap", "token", "done"), types(events));
            assertEquals("malformed", events.get(0).json().path("reason").asText());
            assertEquals("ab\uD83D\uDE00c", tokens(events));
        }
    }

    @Test
    void a_place_beyond_the_text_is_in_the_future_and_the_answer_is_told_from_its_first_word() {
        String place;
        try (var stream = ask("Count")) {
            assistant.say("one ");
            place = stream.event("token").id();
        }
        var beyond = place.replaceFirst("\\.[0-9]+$", ".5");

        try (var whileItIsWritten = resume(beyond)) {
            assertEquals(
                    "future",
                    whileItIsWritten.event("gap").json().path("reason").asText());
            assistant.say("two").finish();
            assertEquals("one two", tokens(whileItIsWritten.rest()));
        }
        try (var afterwards = resume(place.replaceFirst("\\.[0-9]+$", ".8"))) {
            var events = afterwards.rest();
            assertEquals(List.of("gap", "token", "done"), types(events));
            assertEquals("future", events.get(0).json().path("reason").asText());
            assertEquals("one two", tokens(events));
        }
    }

    @Test
    void an_answer_comes_through_as_it_was_said_also_half_a_character_at_a_time() {
        var text = "a\rb\ndata: x\n\nid: 7\u2028\uD83D\uDE00 end";
        for (var unit :
                text.chars().mapToObj(unit -> String.valueOf((char) unit)).toList()) {
            assistant.say(unit);
        }
        assistant.finish();

        try (var stream = ask("Any \r text \uD83D\uDE00")) {
            assertEquals(text, tokens(stream.rest()));
        }
        assertEquals(
                "Any \r text \uD83D\uDE00",
                ok(200, server.get(ana, "/chat/history"))
                        .path("messages")
                        .path(0)
                        .path("content")
                        .asText());
    }

    @Test
    void a_client_that_leaves_does_not_stop_the_answer() {
        try (var stream = ask("Count")) {
            assistant.say("one ");
            stream.event("token");
            stream.cut();
        }
        assistant.say("two").finish();

        assertEquals("complete", finished());
        assertEquals(
                "one two",
                ok(200, server.get(ana, "/chat/history"))
                        .path("messages")
                        .path(1)
                        .path("content")
                        .asText());
    }

    /** Waits until the last reply is finished. */
    private String finished() {
        var session =
                server.chat.sessions().findByKey(ANA, SessionKind.CHAT, "chat").orElseThrow();
        var thread =
                server.chat.threads().findByKey(ANA, session.id(), "user-ana").orElseThrow();
        for (var open : server.chat.replies().open(ANA, thread.id())) {
            var done = server.chat.replies().await(ANA, open.id(), Duration.ofSeconds(10));
            return Words.of(done.finishReason().orElseThrow());
        }
        return "complete";
    }

    @Test
    void a_page_that_does_not_ask_for_server_sent_events_by_their_name_gets_lines_of_data_alone() {
        for (var accept : List.of("*/*", "application/json, */*;q=0.1", "text/*", "text/event-stream;q=0, */*")) {
            var told = told(request -> request.header("Accept", accept).header("Sec-Fetch-Mode", "cors"));

            assertTrue(told.startsWith("data: {\"type\":\"token\""), told);
            assertEquals("", told.replaceAll("data: [{].*[}]\n\n", ""), told);
        }
    }

    @Test
    void whoever_else_asks_gets_places_whatever_he_says_he_takes() {
        assertTrue(told(request -> request).contains("\nid: "));
        assertTrue(told(request -> request.header("Accept", "*/*")).contains("\nid: "));
        assertTrue(told(request ->
                        request.header("Accept", "*/*, text/event-stream").header("Sec-Fetch-Mode", "cors"))
                .contains("\nid: "));
    }

    private String told(UnaryOperator<HttpRequest.Builder> choice) {
        assistant.say("Hello").finish();
        return server.send(choice.apply(server.request(ana, "/chat/stream"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"message\":\"hi\"}")))
                .body();
    }

    private EventStream ask(String question) {
        return server.stream(server.request(ana, "/chat/stream")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"message\":" + Wire.quoted(question) + "}")));
    }

    private EventStream resume(String place) {
        return server.stream(server.request(ana, "/chat/stream")
                .header("Last-Event-ID", place)
                .GET());
    }

    private static boolean isLast(Event event) {
        return event.type().equals("done") || event.type().equals("error");
    }

    private static String tokens(List<Event> events) {
        return events.stream()
                .filter(event -> event.type().equals("token"))
                .map(event -> event.json().path("content").asText())
                .collect(Collectors.joining());
    }

    private static List<String> types(List<Event> events) {
        return events.stream().map(Event::type).toList();
    }
}
