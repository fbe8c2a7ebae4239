package dev.chatsessions;

import dev.chatsessions.session.Session;

public record RootOffender(Session session) {}
