package dev.chatsessions.reply;

import dev.chatsessions.live.Listener;

public record ReplyOffender(Listener listener) {}
