package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.PageRequest;
import dev.chatsessions.SessionId;
import dev.chatsessions.adapter.javalin.SharedClients.SharedClient;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.thread.Message;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A voice agent's side of a session, in the words of ElevenLabs. */
class VoiceBridgeTest {

    private static final String OFFER = "Sec-WebSocket-Protocol: convai";

    private final Target target = new Target();

    private final SharedClients clients = new SharedClients(target);

    @AfterEach
    void stop() {
        target.close();
    }

    private SocketStream offering(String token, String query, String protocols) {
        return SocketStream.open(
                target.server.port(), "/ws?token=" + token + query, "Sec-WebSocket-Protocol: " + protocols);
    }

    private List<String> transcript(String session) {
        var threads = target.server.chat.threads();
        var thread = threads.findByKey(Target.ANA, SessionId.parse(session), "transcript")
                .orElseThrow();
        return threads.transcript(Target.ANA, thread.id(), PageRequest.first(50)).messages().stream()
                .map(message -> said(message))
                .toList();
    }

    private static String said(Message message) {
        return message.role() + " " + message.source() + " " + message.text();
    }

    @Test
    void its_metadata_comes_first_and_the_rest_when_its_client_is_there() {
        try (var socket = offering(target.ana, "", "convai, bearer." + target.ana)) {
            assertEquals("convai", socket.headers.get("sec-websocket-protocol"));
            assertFalse(socket.headers.toString().contains(target.ana), "a credential came back");
            var metadata = socket.message();
            assertEquals("conversation_initiation_metadata", metadata.type());
            var conversation = metadata.json()
                    .path("conversation_initiation_metadata_event")
                    .path("conversation_id")
                    .asText();

            socket.say("{\"type\":\"ping\"}");
            assertEquals("pong", socket.message().type(), "nothing else came before the client said it is there");
            socket.say("{\"type\":\"conversation_initiation_client_data\"}");
            var session = socket.message();
            assertEquals("session", session.type());
            assertEquals("new", session.json().path("opened").asText());
            assertEquals(conversation, session.json().path("session_id").asText());
            socket.say("{\"type\":\"conversation_initiation_client_data\"}");
            socket.say("{\"type\":\"ping\"}");
            assertEquals("presence", socket.message().type());
            assertEquals("pong", socket.message().type(), "it was told where it is again");
        }
    }

    @Test
    void a_client_that_said_nothing_yet_is_closed_by_the_end_of_its_session() {
        try (var agent = clients.open("ana", "");
                var silent = offering(target.ana, "&session_id=" + agent.session(), "convai")) {
            silent.message("conversation_initiation_metadata");
            agent.message("presence");
            agent.say("{\"type\":\"contextual_update\",\"text\":\"not for who is not there yet\"}");
            agent.message("contextual_update");

            target.server.chat.sessions().end(Target.ANA, SessionId.parse(agent.session()), ExpectedVersion.any());

            var end = silent.message();
            assertEquals("end", end.type());
            assertEquals("session_ended", end.json().path("reason").asText());
            assertEquals(agent.session(), end.json().path("session_id").asText());
            assertEquals(4410, silent.closeCode());
        }
    }

    @Test
    void a_client_that_never_says_that_it_is_there_is_not_waited_for_and_one_that_did_stays() {
        try (var own = new Target(settings -> settings.firstFrame(Duration.ofMillis(300)));
                var agent = new SharedClients(own).open("ana", "");
                var there = SocketStream.open(own.server.port(), spoken(own, agent), OFFER);
                var silent = SocketStream.open(own.server.port(), spoken(own, agent), OFFER)) {
            there.say("{\"type\":\"conversation_initiation_client_data\"}");
            silent.message("conversation_initiation_metadata");
            silent.say("{\"type\":\"ping\"}");
            silent.message("pong");

            assertEquals(4408, silent.closeCode());
            agent.say("{\"type\":\"contextual_update\",\"text\":\"who is here?\"}");
            there.message("contextual_update");
        }
    }

    private static String spoken(Target at, SharedClient agent) {
        return "/ws?token=" + at.ana + "&session_id=" + agent.session();
    }

    @Test
    void a_sub_protocol_that_nobody_speaks_is_not_taken_up_and_a_refusal_is_heard_in_one_that_is() {
        try (var other = offering(target.ana, "", "chat, bearer." + target.ana);
                var refused = offering("wrong", "", "convai")) {
            assertFalse(other.headers.containsKey("sec-websocket-protocol"));
            assertEquals("session", other.message().type());
            assertEquals("convai", refused.headers.get("sec-websocket-protocol"));
            assertEquals("error", refused.message().type());
            assertEquals(4401, refused.closeCode());
        }
    }

    @Test
    void a_tool_is_called_and_answered_across_the_session() {
        try (var agent = clients.open("ana", "");
                var page = clients.open("ana", "&session_id=" + agent.session());
                var sdk = offering(target.ana, "&session_id=" + agent.session(), "convai")) {
            sdk.say("{\"type\":\"conversation_initiation_client_data\"}");
            sdk.message("session");
            var call = """
                    "client_tool_call":{"tool_name":"get_quotes","tool_call_id":"tc1","parameters":{"zip":"1"},"event_id":4}""";
            agent.say("{\"type\":\"client_tool_call\"," + call + "}");
            agent.say("{\"type\":\"client_tool_call\",\"payload\":{" + call + "}}");
            for (var i = 0; i < 2; i++) {
                var heard = page.message("client_tool_call").path("client_tool_call");
                assertEquals("get_quotes", heard.path("tool_name").asText());
                assertEquals("1", heard.path("parameters").path("zip").asText());
            }

            page.say(
                    "{\"type\":\"client_tool_result\",\"tool_call_id\":\"tc1\",\"result\":[{\"cost\":12.99}],\"is_error\":false}");
            assertEquals(
                    "12.99",
                    agent.message("client_tool_result")
                            .path("result")
                            .path(0)
                            .path("cost")
                            .asText());
            assertEquals(
                    "[{\"cost\":12.99}]",
                    sdk.message("client_tool_result").json().path("result").textValue());
        }
    }

    @Test
    void an_update_keeps_its_context_and_what_concerns_the_voice_alone_is_nobodys() {
        try (var agent = clients.open("ana", "");
                var page = clients.open("ana", "&session_id=" + agent.session())) {
            for (var quiet : VoiceFrames.QUIET) {
                agent.say("{\"type\":\"" + quiet + "\",\"event_id\":1}");
            }
            agent.say("{\"type\":\"contextual_update\",\"text\":\"user opened pricing\",\"context_id\":\"page\"}");

            assertEquals("page", page.next().path("context_id").asText());
            assertEquals("contextual_update", agent.next().path("type").asText());
        }
    }

    @Test
    void what_was_spoken_is_kept_and_a_correction_replaces_it() {
        try (var agent = clients.open("ana", "")) {
            agent.say("{\"type\":\"user_message\",\"text\":\"Hello\"}");
            agent.say(
                    "{\"type\":\"user_transcript\",\"user_transcription_event\":{\"user_transcript\":\"What is it?\",\"event_id\":2}}");
            var response =
                    "{\"type\":\"agent_response\",\"client_key\":\"a3\",\"agent_response_event\":{\"agent_response\":\"It is twelve dollars and\",\"event_id\":3}}";
            agent.say(response);
            agent.say(response);
            agent.message("ack");
            agent.message("ack");
            agent.say(correction("It is twelve dollars and", "It is twelve"));
            agent.say(correction("It is twelve dollars and", "It is twelve"));
            var changed = agent.message("message_changed");

            assertEquals("It is twelve", changed.path("message").path("content").asText());
            assertFalse(changed.path("cursor").asText().isEmpty());
            agent.say("{\"type\":\"ping\"}");
            assertEquals("pong", agent.next().path("type").asText(), "the second correction changed something");
            assertEquals(
                    List.of("USER CLIENT Hello", "USER TRANSCRIPT What is it?", "ASSISTANT TRANSCRIPT It is twelve"),
                    transcript(agent.session()));
        }
    }

    @Test
    void a_correction_is_of_the_event_that_it_names() {
        try (var agent = clients.open("ana", "")) {
            agent.say(response("Okay.", 3));
            agent.say(response("Okay.", 5));
            agent.say(correction("Okay.", "Ok"));
            agent.message("message_changed");
            refused(agent, "not-found", correction("Okay.", "Okay, no", "9"));
            refused(agent, "not-found", correction("never said", "Okay.", "9"));
            assertEquals(List.of("ASSISTANT TRANSCRIPT Ok", "ASSISTANT TRANSCRIPT Okay."), transcript(agent.session()));

            agent.say(correction("Okay.", "", "5"));
            assertEquals(
                    "",
                    agent.message("message_changed")
                            .path("message")
                            .path("content")
                            .asText("missing"));
        }
    }

    @Test
    void a_correction_that_names_no_event_is_of_the_latest_with_these_words() {
        try (var agent = clients.open("ana", "")) {
            agent.say(response("Okay.", 3));
            agent.say(response("Okay.", 5));
            agent.say(correction("Okay.", "Ok", "null"));
            agent.message("message_changed");
            assertEquals(List.of("ASSISTANT TRANSCRIPT Okay.", "ASSISTANT TRANSCRIPT Ok"), transcript(agent.session()));
            refused(agent, "not-found", correction("never said", "Okay.", "null"));
        }
    }

    @Test
    void an_event_from_before_the_connection_was_lost_is_known_by_its_words() {
        try (var agent = clients.open("ana", "")) {
            agent.say(response("Okay.", 3));
            agent.message("message_added");
            try (var back = clients.open("ana", "&session_id=" + agent.session())) {
                back.say(response("Okay.", 5));
                back.say(correction("Okay.", "Ok"));
                back.message("message_changed");
            }
            assertEquals(List.of("ASSISTANT TRANSCRIPT Ok", "ASSISTANT TRANSCRIPT Okay."), transcript(agent.session()));
        }
    }

    private static String response(String words, int event) {
        return "{\"type\":\"agent_response\",\"agent_response_event\":{\"agent_response\":\"" + words
                + "\",\"event_id\":" + event + "}}";
    }

    private static String correction(String original, String corrected) {
        return correction(original, corrected, "3");
    }

    private static String correction(String original, String corrected, String event) {
        return "{\"type\":\"agent_response_correction\",\"agent_response_correction_event\":{\"original_agent_response\":\""
                + original + "\",\"corrected_agent_response\":\"" + corrected + "\",\"event_id\":" + event + "}}";
    }

    @Test
    void what_is_missing_in_its_frames_is_named() {
        try (var agent = clients.open("ana", "")) {
            refused(agent, "validation-failed", "{\"type\":\"client_tool_call\"}");
            refused(
                    agent,
                    "validation-failed",
                    "{\"type\":\"client_tool_call\",\"client_tool_call\":{\"tool_name\":\"t\"}}");
            refused(agent, "validation-failed", "{\"type\":\"client_tool_result\"}");
            refused(agent, "validation-failed", "{\"type\":\"contextual_update\"}");
            refused(agent, "validation-failed", "{\"type\":\"user_transcript\",\"user_transcription_event\":1}");
            refused(agent, "validation-failed", "{\"type\":\"user_message\",\"text\":\"\"}");
            refused(agent, "not-found", correction("never said", "neither"));
            agent.say("{\"type\":\"ping\"}");
            agent.message("pong");
        }
    }

    private static void refused(SharedClient client, String code, String frame) {
        client.say(frame);
        assertEquals(code, client.message("error").path("code").asText(), frame);
        assertTrue(client.socket().headers.containsKey("upgrade"));
    }
}
