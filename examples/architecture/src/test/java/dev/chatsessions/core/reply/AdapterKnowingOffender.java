package dev.chatsessions.core.reply;

import dev.chatsessions.adapter.inmemory.InMemoryStorage;

public record AdapterKnowingOffender(InMemoryStorage storage) {}
