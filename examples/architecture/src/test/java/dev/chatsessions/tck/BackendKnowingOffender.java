package dev.chatsessions.tck;

import dev.chatsessions.adapter.inmemory.InMemoryStorage;

public record BackendKnowingOffender(InMemoryStorage storage) {}
