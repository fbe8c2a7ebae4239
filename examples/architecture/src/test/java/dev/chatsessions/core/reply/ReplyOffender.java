package dev.chatsessions.core.reply;

import dev.chatsessions.core.live.LiveOffender;

public record ReplyOffender(LiveOffender live) {}
