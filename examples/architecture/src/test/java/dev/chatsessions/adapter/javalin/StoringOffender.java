package dev.chatsessions.adapter.javalin;

import dev.chatsessions.ChatSessions;
import dev.chatsessions.spi.Storage;

public record StoringOffender(ChatSessions chat, Storage storage) {}
