package dev.chatsessions.core.webhook;

import dev.chatsessions.core.live.LiveOffender;

public record WebhookOffender(LiveOffender live) {}
