package dev.chatsessions.webhook;

import dev.chatsessions.live.Listener;

public record WebhookOffender(Listener listener) {}
