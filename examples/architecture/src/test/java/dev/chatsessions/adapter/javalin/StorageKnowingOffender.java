package dev.chatsessions.adapter.javalin;

import dev.chatsessions.spi.Storage;

public record StorageKnowingOffender(Storage storage) {}
