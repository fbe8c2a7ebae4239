package dev.chatsessions.spi;

import dev.chatsessions.live.Listener;

public record SpiOffender(Listener listener) {}
