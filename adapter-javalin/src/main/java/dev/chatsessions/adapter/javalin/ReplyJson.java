package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chatsessions.reply.Reply;
import java.util.Optional;

/** A reply as it stands. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record ReplyJson(
        String replyId,
        String sessionId,
        String threadId,
        String messageId,
        String answerId,
        String status,
        int attempt,
        int end,
        boolean stopRequested,
        Optional<String> finishReason,
        Optional<String> failure,
        Optional<TokensJson> tokens) {

    static ReplyJson from(Reply reply) {
        return new ReplyJson(
                reply.id().toString(),
                reply.session().toString(),
                reply.thread().toString(),
                reply.question().toString(),
                reply.answer().toString(),
                Words.of(reply.status()),
                reply.attempts(),
                reply.end().value(),
                reply.stopRequested(),
                reply.finishReason().map(Words::of),
                reply.failure(),
                reply.tokens().map(TokensJson::from));
    }
}
