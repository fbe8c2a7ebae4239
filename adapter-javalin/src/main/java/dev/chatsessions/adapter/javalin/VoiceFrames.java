package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessions;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.MessageId;
import dev.chatsessions.PageRequest;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.MessageSource;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.Part;
import dev.chatsessions.thread.Role;
import dev.chatsessions.thread.ThreadStart;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a voice agent and its clients say, in the words of ElevenLabs' agents. What was spoken is kept as messages of the
 * session's one thread; a correction replaces what is kept, as an agent that is interrupted has said less than it meant to.
 */
record VoiceFrames(ChatSessions chat, Caller caller, SessionId session, SpokenEvents spoken) {

    /** The sub-protocol in which our side speaks first. */
    static final String PROTOCOL = "convai";

    /** What concerns the voice alone. */
    static final Set<String> QUIET = Set.of(
            "pong",
            "audio",
            "feedback",
            "user_activity",
            "vad_score",
            "context_usage",
            "internal_tentative_agent_response",
            "conversation_initiation_metadata");

    private static final ThreadStart TRANSCRIPT = ThreadStart.of("transcript");

    /** A correction comes soon after what it corrects. */
    private static final int LATEST = 50;

    /** What those who speak this sub-protocol wait for before they say or hear anything. */
    static ObjectNode metadata(SessionId session) {
        var frame = Json.object().put("type", "conversation_initiation_metadata");
        frame.putObject("conversation_initiation_metadata_event")
                .put("conversation_id", session.toString())
                .put("agent_output_audio_format", "pcm_16000")
                .put("user_input_audio_format", "pcm_16000");
        return frame;
    }

    /** The same frame for them: there, what a tool gave is a text. */
    static ObjectNode asSpoken(ObjectNode frame) {
        var result = frame.path("result");
        if (frame.path("type").asText().equals("client_tool_result")
                && !result.isMissingNode()
                && !result.isTextual()) {
            frame.put("result", result.toString());
        }
        return frame;
    }

    /** A call of a tool, wherever in the frame it is written. */
    static Body toolCall(Body frame) {
        var inner = frame.fields().path("payload").path("client_tool_call");
        var call = inner.isObject() ? new Body((ObjectNode) inner) : frame.object("client_tool_call");
        call.text("tool_name");
        call.text("tool_call_id");
        return new Body(frame.fields().deepCopy().set("client_tool_call", call.fields()));
    }

    static Body toolResult(Body frame) {
        frame.text("tool_call_id");
        return frame;
    }

    static Body update(Body frame) {
        frame.text("text");
        return frame;
    }

    void userSays(Body frame) {
        keep(frame, NewMessage.user(frame.text("text")));
    }

    void userSpoke(Body frame) {
        keep(frame, heard(Role.USER, frame.object("user_transcription_event").text("user_transcript")));
    }

    void agentSpoke(Body frame) {
        var event = frame.object("agent_response_event");
        var kept = keep(frame, heard(Role.ASSISTANT, event.text("agent_response")));
        spoken.keep(event, kept.id());
    }

    void agentIsCorrected(Body frame) {
        var event = frame.object("agent_response_correction_event");
        var original = event.text("original_agent_response");
        var corrected = event.text("corrected_agent_response");
        var thread = thread();
        var said = spoken.of(event)
                .or(() -> latest(thread, original, SpokenEvents.isNamed(event)))
                .orElseThrow(() -> new NotFound("the agent did not say this lately"));
        chat.threads().rewrite(caller, thread, said, corrected, ExpectedVersion.any());
    }

    /** What is known as another event was not meant. */
    private Optional<MessageId> latest(ThreadId thread, String words, boolean isNamed) {
        var newest = chat.threads()
                .transcript(caller, thread, PageRequest.first(LATEST))
                .messages();
        return newest.stream()
                .filter(message -> message.role() == Role.ASSISTANT && message.source() == MessageSource.TRANSCRIPT)
                .filter(message -> message.text().equals(words))
                .map(Message::id)
                .filter(message -> !isNamed || !spoken.knows(message))
                .reduce((earlier, later) -> later);
    }

    private Message keep(Body frame, NewMessage message) {
        return chat.threads()
                .append(caller, thread(), List.of(message), frame.requestKey("client_key"))
                .messages()
                .get(0);
    }

    private ThreadId thread() {
        return chat.threads().open(caller, session, TRANSCRIPT).id();
    }

    private static NewMessage heard(Role role, String words) {
        return new NewMessage(role, List.of(new Part.Text(words)), MessageSource.TRANSCRIPT, Optional.empty());
    }
}
