package dev.chatsessions.examples.testdouble;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessions;
import dev.chatsessions.JsonValue;
import dev.chatsessions.RequestKey;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.session.StateChange;
import java.util.Optional;

/** One note per room; it stays until nobody has used the room for an hour. Thread-safe. */
final class Whiteboard {

    private static final String NOTE = "note";

    private final ChatSessions chat;

    Whiteboard(ChatSessions chat) {
        this.chat = requireNonNull(chat, "chat");
    }

    void pin(Caller caller, String room, String note) {
        var session =
                chat.sessions().open(caller, SessionStart.of(SessionKind.SHARED).withKey(room));
        var change = new StateChange.Put(NOTE, JsonValue.of(note));
        chat.sessions().changeState(caller, session.id(), change, ExpectedVersion.any(), RequestKey.none());
    }

    Optional<String> note(Caller caller, String room) {
        return chat.sessions()
                .findByKey(caller, SessionKind.SHARED, room)
                .flatMap(session -> chat.sessions().state(caller, session.id()).find(NOTE))
                .map(entry -> ((JsonValue.Text) entry.value()).value());
    }
}
