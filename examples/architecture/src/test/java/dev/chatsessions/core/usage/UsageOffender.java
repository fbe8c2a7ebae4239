package dev.chatsessions.core.usage;

import dev.chatsessions.core.session.SessionOffender;

public record UsageOffender(SessionOffender session) {}
