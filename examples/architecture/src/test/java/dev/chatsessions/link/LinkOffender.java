package dev.chatsessions.link;

import dev.chatsessions.live.Listener;

public record LinkOffender(Listener listener) {}
