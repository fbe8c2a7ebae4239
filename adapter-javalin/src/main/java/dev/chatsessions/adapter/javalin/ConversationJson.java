package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.MessageSource;
import dev.chatsessions.webhook.Conversation;
import java.time.Instant;
import java.util.Optional;

/** A conversation as the clients of the document know it. */
@JsonNaming(PropertyNamingStrategies.LowerCamelCaseStrategy.class)
record ConversationJson(
        String id,
        Optional<String> title,
        Optional<String> summary,
        Instant createdAt,
        Optional<Instant> endedAt,
        long messageCount,
        String sessionId) {

    static ConversationJson from(Conversation conversation) {
        var thread = conversation.thread();
        return new ConversationJson(
                thread.id().toString(),
                thread.title(),
                Optional.empty(),
                conversation.startedAt(),
                conversation.endedAt(),
                thread.messageCount(),
                conversation.session().toString());
    }

    /** A message in it. */
    @JsonNaming(PropertyNamingStrategies.LowerCamelCaseStrategy.class)
    record MessageJson(
            String id,
            String role,
            String text,
            String source,
            Optional<String> speaker,
            long position,
            Instant createdAt) {

        static MessageJson from(Message message) {
            return new MessageJson(
                    message.id().toString(),
                    message.role().name(),
                    message.text(),
                    source(message.source()),
                    message.speaker(),
                    message.position(),
                    message.createdAt());
        }

        private static String source(MessageSource source) {
            return switch (source) {
                case CLIENT -> "FRONTEND";
                case TRANSCRIPT -> "OMI_TRANSCRIPT";
                case REPLY, HOST -> "SYSTEM";
            };
        }
    }
}
