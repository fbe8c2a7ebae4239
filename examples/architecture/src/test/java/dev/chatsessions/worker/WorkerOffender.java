package dev.chatsessions.worker;

import dev.chatsessions.live.Listener;

public record WorkerOffender(Listener listener) {}
