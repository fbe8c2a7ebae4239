package dev.chatsessions.thread;

import dev.chatsessions.reply.Reply;

public record ThreadOffender(Reply reply) {}
