package dev.chatsessions.core.identity;

import dev.chatsessions.core.session.SessionOffender;

public record IdentityOffender(SessionOffender session) {}
