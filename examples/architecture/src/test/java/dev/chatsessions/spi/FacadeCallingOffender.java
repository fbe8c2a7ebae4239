package dev.chatsessions.spi;

import dev.chatsessions.Caller;
import dev.chatsessions.SessionId;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.Sessions;

public record FacadeCallingOffender(Sessions sessions) {

    Session find(Caller caller, SessionId session) {
        return sessions.find(caller, session);
    }
}
