package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.live.Snapshot;
import dev.chatsessions.reply.ReplyEvent;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.ThreadEvent;
import dev.chatsessions.thread.Transcript;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The stream of what is current: messages as the clients of the document know them, the rest as on our own streams. */
final class CurrentJson {

    private CurrentJson() {}

    static Object event(LiveEvent event) {
        if (event instanceof ThreadEvent.MessageAdded added) {
            return NewMessages.of(List.of(added.message()));
        }
        if (event instanceof ReplyEvent.ReplyFinished finished && isAnswer(finished)) {
            return new NewMessages(
                    "new_messages",
                    List.of(ConversationJson.MessageJson.from(finished.message().orElseThrow())),
                    Optional.of(finished.reply().toString()),
                    Optional.of(Words.of(finished.reason())));
        }
        return EventJson.from(event);
    }

    /** What there is, newest messages only, and what is being written. */
    static List<Object> snapshot(Snapshot snapshot) {
        var session = (Snapshot.OfSession) snapshot;
        var frames = new ArrayList<Object>();
        var messages = session.transcript().map(Transcript::messages).orElse(List.of());
        if (!messages.isEmpty()) {
            frames.add(NewMessages.of(messages));
        }
        session.openReplies()
                .forEach(open -> frames.add(Json.object()
                        .put("type", "reply_delta")
                        .put("thread_id", open.reply().thread().toString())
                        .put("reply_id", open.reply().id().toString())
                        .put("offset", 0)
                        .put("text", open.text())));
        return frames;
    }

    private static boolean isAnswer(ReplyEvent.ReplyFinished finished) {
        return finished.message()
                .filter(message -> AnswerRules.isAnswer(finished.reason(), message.text()))
                .isPresent();
    }

    @JsonNaming(PropertyNamingStrategies.LowerCamelCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record NewMessages(
            String type,
            List<ConversationJson.MessageJson> messages,
            Optional<String> replyId,
            Optional<String> finishReason) {

        static NewMessages of(List<Message> messages) {
            return new NewMessages(
                    "new_messages",
                    messages.stream().map(ConversationJson.MessageJson::from).toList(),
                    Optional.empty(),
                    Optional.empty());
        }
    }
}
