package dev.chatsessions.core.reply;

import dev.chatsessions.JsonValue;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.MessageId;
import dev.chatsessions.TokenCount;
import dev.chatsessions.core.work.Bodies;
import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.reply.ReplyEvent.ReplyDelta;
import dev.chatsessions.reply.ReplyEvent.ReplyFinished;
import dev.chatsessions.reply.ReplyEvent.ReplyQueued;
import dev.chatsessions.reply.ReplyEvent.ReplyReported;
import dev.chatsessions.reply.ReplyEvent.ReplyStarted;
import dev.chatsessions.reply.TextOffset;
import dev.chatsessions.spi.EventBody;
import dev.chatsessions.spi.EventLog.Delta;
import dev.chatsessions.spi.LoggedEvent;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reply events as a log keeps them, and back. Pure. */
public final class ReplyEvents {

    private ReplyEvents() {}

    static EventBody queued(Reply reply) {
        return of(
                "reply_queued",
                reply,
                Optional.empty(),
                Optional.empty(),
                fields -> fields.put("question", JsonValue.of(reply.question().toString())));
    }

    static EventBody started(Reply reply) {
        return of(
                "reply_started",
                reply,
                Optional.empty(),
                Optional.empty(),
                fields -> fields.put("attempt", JsonValue.of(reply.attempts())));
    }

    static EventBody delta(Reply reply, TextOffset offset, String text) {
        return of("reply_delta", reply, Optional.empty(), Optional.of(new Delta(offset, text)), fields -> {});
    }

    static EventBody reported(Reply reply, String status) {
        return of(
                "reply_status",
                reply,
                Optional.empty(),
                Optional.empty(),
                fields -> fields.put("status", JsonValue.of(status)));
    }

    static EventBody finished(Reply reply) {
        return of("reply_finished", reply, Optional.of(reply.answer()), Optional.empty(), fields -> {
            fields.put("reason", JsonValue.of(reply.finishReason().orElseThrow().name()));
            reply.failure().ifPresent(failure -> fields.put("failure", JsonValue.of(failure)));
            reply.tokens().ifPresent(tokens -> fields.put("tokens", written(tokens)));
        });
    }

    /** The event as the domain knows it; empty when it is not a reply's. */
    public static Optional<LiveEvent> read(LoggedEvent logged) {
        var body = logged.body();
        if (body.reply().isEmpty() || body.thread().isEmpty()) {
            return Optional.empty();
        }
        var scope = logged.scope();
        var sequence = logged.sequence();
        var at = logged.at();
        var reply = body.reply().get();
        var thread = body.thread().get();
        var data = new Bodies.Reader(body.data());
        return Optional.ofNullable(
                switch (body.kind()) {
                    case "reply_queued" ->
                        new ReplyQueued(scope, sequence, at, reply, thread, MessageId.parse(data.text("question")));
                    case "reply_started" ->
                        new ReplyStarted(scope, sequence, at, reply, thread, (int) data.number("attempt"));
                    case "reply_delta" ->
                        new ReplyDelta(
                                scope,
                                sequence,
                                at,
                                reply,
                                thread,
                                body.delta().orElseThrow().offset(),
                                body.delta().orElseThrow().text());
                    case "reply_status" -> new ReplyReported(scope, sequence, at, reply, thread, data.text("status"));
                    case "reply_finished" ->
                        new ReplyFinished(
                                scope,
                                sequence,
                                at,
                                reply,
                                thread,
                                FinishReason.valueOf(data.text("reason")),
                                data.optionalText("failure"),
                                data.optional("tokens").map(ReplyEvents::tokens),
                                logged.message());
                    default -> null;
                });
    }

    private static JsonValue written(TokenCount tokens) {
        return Bodies.fields(fields -> {
            fields.put("model", JsonValue.of(tokens.model()));
            fields.put("input", JsonValue.of(tokens.input()));
            fields.put("output", JsonValue.of(tokens.output()));
            fields.put("cached", JsonValue.of(tokens.cached()));
            fields.put("reasoning", JsonValue.of(tokens.reasoning()));
            fields.put("estimated", JsonValue.of(tokens.estimated()));
        });
    }

    private static TokenCount tokens(JsonValue value) {
        var data = new Bodies.Reader((JsonValue.Fields) value);
        return new TokenCount(
                data.number("input"),
                data.number("output"),
                data.number("cached"),
                data.number("reasoning"),
                data.text("model"),
                data.flag("estimated"));
    }

    private static EventBody of(
            String kind,
            Reply reply,
            Optional<MessageId> message,
            Optional<Delta> delta,
            Consumer<Map<String, JsonValue>> data) {
        return new EventBody(
                kind, Optional.of(reply.thread()), message, Optional.of(reply.id()), delta, Bodies.fields(data));
    }
}
