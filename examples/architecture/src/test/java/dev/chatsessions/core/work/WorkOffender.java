package dev.chatsessions.core.work;

import dev.chatsessions.core.session.SessionOffender;

public record WorkOffender(SessionOffender session) {}
