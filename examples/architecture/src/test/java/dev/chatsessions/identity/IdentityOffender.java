package dev.chatsessions.identity;

import dev.chatsessions.session.Session;

public record IdentityOffender(Session session) {}
