package dev.chatsessions.core.webhook;

import dev.chatsessions.DeviceId;
import dev.chatsessions.JsonValue;
import dev.chatsessions.MessageId;
import dev.chatsessions.Provider;
import dev.chatsessions.core.webhook.Listening.Asked;
import dev.chatsessions.core.webhook.Listening.Beginning;
import dev.chatsessions.core.work.Bodies;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far a conversation was listened to, as it is kept with it.
 *
 * @param heard the last that was heard of a question, and by which device; empty while nothing is being asked
 */
record Heed(Listening listening, Optional<Heard> heard) {

    static final Heed NONE = new Heed(Listening.IDLE, Optional.empty());

    /** What a question goes on in. */
    record Heard(MessageId message, DeviceId device) {}

    /** When a question that is being asked is whole. */
    Optional<Instant> due() {
        return listening.question().map(Asked::due);
    }

    JsonValue.Fields written() {
        return Bodies.fields(fields -> {
            listening.beginning().ifPresent(beginning -> {
                fields.put("words", texts(beginning.words()));
                fields.put("end", JsonValue.of(beginning.end().toNanos()));
            });
            listening.question().ifPresent(asked -> {
                fields.put("text", JsonValue.of(asked.text()));
                fields.put("since", JsonValue.of(asked.since().toString()));
                fields.put("due", JsonValue.of(asked.due().toString()));
            });
            heard.ifPresent(last -> {
                fields.put("message", JsonValue.of(last.message().toString()));
                fields.put("provider", JsonValue.of(last.device().provider().value()));
                fields.put("uid", JsonValue.of(last.device().uid()));
            });
        });
    }

    static Heed read(JsonValue.Fields written) {
        if (written.fields().isEmpty()) {
            return NONE;
        }
        var data = new Bodies.Reader(written);
        var beginning = data.optional("words")
                .map(words -> new Beginning(texts((JsonValue.Array) words), Duration.ofNanos(data.number("end"))));
        var question = data.optionalText("text")
                .map(text -> new Asked(text, Instant.parse(data.text("since")), Instant.parse(data.text("due"))));
        var heard = data.optionalText("message")
                .map(message -> new Heard(
                        MessageId.parse(message), new DeviceId(new Provider(data.text("provider")), data.text("uid"))));
        return new Heed(new Listening(beginning, question), heard);
    }

    private static JsonValue texts(List<String> texts) {
        return new JsonValue.Array(texts.stream().<JsonValue>map(JsonValue::of).toList());
    }

    private static List<String> texts(JsonValue.Array array) {
        return array.items().stream()
                .map(item -> ((JsonValue.Text) item).value())
                .toList();
    }
}
