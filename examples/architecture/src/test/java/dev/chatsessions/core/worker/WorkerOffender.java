package dev.chatsessions.core.worker;

import dev.chatsessions.core.live.LiveOffender;

public record WorkerOffender(LiveOffender live) {}
