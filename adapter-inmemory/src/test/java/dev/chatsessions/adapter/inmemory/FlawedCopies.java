package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.JsonValue;
import dev.chatsessions.session.Session;
import dev.chatsessions.spi.EventBody;
import dev.chatsessions.spi.LoggedEvent;
import dev.chatsessions.thread.Message;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Records that lost something on their way. */
final class FlawedCopies {

    private FlawedCopies() {}

    static Session inMilliseconds(Session session) {
        return new Session(
                session.id(),
                session.kind(),
                session.owner(),
                session.key(),
                session.title(),
                session.status(),
                session.answerer(),
                session.createdAt().truncatedTo(ChronoUnit.MILLIS),
                session.lastActivityAt(),
                session.endedAt(),
                session.version());
    }

    static Session retitled(Session session, UnaryOperator<String> change) {
        return new Session(
                session.id(),
                session.kind(),
                session.owner(),
                session.key(),
                session.title().map(change),
                session.status(),
                session.answerer(),
                session.createdAt(),
                session.lastActivityAt(),
                session.endedAt(),
                session.version());
    }

    static Message withoutSpeaker(Message message) {
        return new Message(
                message.id(),
                message.session(),
                message.thread(),
                message.position(),
                message.role(),
                message.parts(),
                message.source(),
                Optional.empty(),
                message.status(),
                message.reply(),
                message.createdAt(),
                message.version());
    }

    static EventBody withoutData(EventBody body) {
        return new EventBody(
                body.kind(), body.thread(), body.message(), body.reply(), body.delta(), JsonValue.Fields.EMPTY);
    }

    static LoggedEvent withoutMessage(LoggedEvent event) {
        return new LoggedEvent(event.scope(), event.sequence(), event.at(), event.body(), Optional.empty());
    }
}
