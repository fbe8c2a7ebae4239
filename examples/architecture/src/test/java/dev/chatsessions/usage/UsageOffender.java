package dev.chatsessions.usage;

import dev.chatsessions.session.SessionOffender;

public record UsageOffender(SessionOffender session) {}
