package dev.chatsessions.live;

import dev.chatsessions.spi.LiveSignal;

public record LiveOffender(LiveSignal signal) {}
