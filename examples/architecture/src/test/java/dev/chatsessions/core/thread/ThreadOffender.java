package dev.chatsessions.core.thread;

import dev.chatsessions.core.reply.ReplyOffender;

public record ThreadOffender(ReplyOffender reply) {}
