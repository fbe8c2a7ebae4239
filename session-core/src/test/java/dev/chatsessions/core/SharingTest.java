package dev.chatsessions.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessions;
import dev.chatsessions.ClientId;
import dev.chatsessions.JsonValue;
import dev.chatsessions.RequestKey;
import dev.chatsessions.adapter.inmemory.InMemoryStorage;
import dev.chatsessions.identity.Credential;
import dev.chatsessions.join.Admission;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.session.StateChange;
import dev.chatsessions.session.StateEntry;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A host shares a session between two clients, as the README shows. */
class SharingTest {

    @Test
    void a_voice_agent_and_a_page_share_a_session() {
        var storage = InMemoryStorage.create();
        try (var chat = SessionCore.builder().storage(storage).build()) {
            assertEquals(Optional.of(JsonValue.of("ground")), chosen(chat, Caller.user("ann")));
        }
    }

    private static Optional<JsonValue> chosen(ChatSessions chat, Caller ann) {
        var sessions = chat.sessions();
        var started = sessions.start(ann, SessionStart.of(SessionKind.SHARED), RequestKey.none());
        var session = started.id();
        var token = chat.joinTokens().issue(ann, session, Admission.READ_WRITE, Optional.empty(), RequestKey.none());

        var guest =
                chat.joinTokens().redeem(new Credential.Bearer(token.secret())).guest();
        try (var page = chat.presence().enter(guest, session, new ClientId("page"))) {
            var choice = new StateChange.Put("shipping", JsonValue.of("ground"), Optional.of(Duration.ofHours(1)));
            sessions.changeState(guest, session, choice, ExpectedVersion.any(), RequestKey.none());
            page.active();
        }

        sessions.announce(ann, session, "contextual_update", JsonValue.of("quote_ready"), RequestKey.none());
        return sessions.state(ann, session).find("shipping").map(StateEntry::value);
    }
}
