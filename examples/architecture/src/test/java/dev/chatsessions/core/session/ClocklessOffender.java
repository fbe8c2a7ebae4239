package dev.chatsessions.core.session;

import java.time.Clock;

public record ClocklessOffender(Clock clock) {}
