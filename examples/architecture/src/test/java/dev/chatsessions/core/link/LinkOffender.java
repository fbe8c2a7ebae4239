package dev.chatsessions.core.link;

import dev.chatsessions.core.live.LiveOffender;

public record LinkOffender(LiveOffender live) {}
