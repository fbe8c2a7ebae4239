package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.MessageStatus;
import dev.chatsessions.thread.Part;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A message on our own streams. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record MessageJson(
        String id,
        String threadId,
        long position,
        String role,
        @JsonInclude(JsonInclude.Include.ALWAYS) String content,
        String source,
        Optional<String> speaker,
        String status,
        Optional<String> finishReason,
        Optional<String> replyId,
        Instant timestamp,
        long version,
        List<ObjectNode> parts) {

    static MessageJson from(Message message) {
        return new MessageJson(
                message.id().toString(),
                message.thread().toString(),
                message.position(),
                Words.of(message.role()),
                message.text(),
                Words.of(message.source()),
                message.speaker(),
                Words.of(message.status()),
                finishReason(message.status()),
                message.reply().map(Object::toString),
                message.createdAt(),
                message.version(),
                message.parts().stream()
                        .filter(part -> !(part instanceof Part.Text))
                        .map(MessageJson::part)
                        .toList());
    }

    /** Why an answer is not whole; empty when it is, or is still open. */
    static Optional<String> finishReason(MessageStatus status) {
        return switch (status) {
            case OPEN, COMPLETE -> Optional.empty();
            case CUT_OFF -> Optional.of("length");
            case STOPPED, FAILED, EXPIRED -> Optional.of(Words.of(status));
        };
    }

    static ObjectNode part(Part part) {
        var node = Json.object();
        if (part instanceof Part.ToolCall call) {
            return node.put("type", "tool_call")
                    .put("call_id", call.callId())
                    .put("name", call.name())
                    .put("arguments", call.arguments());
        }
        if (part instanceof Part.ToolResult result) {
            return node.put("type", "tool_result")
                    .put("call_id", result.callId())
                    .put("name", result.name())
                    .put("result", result.result());
        }
        if (part instanceof Part.Notice notice) {
            return node.put("type", "notice").put("text", notice.text());
        }
        return node.put("type", "text").put("text", ((Part.Text) part).text());
    }
}
