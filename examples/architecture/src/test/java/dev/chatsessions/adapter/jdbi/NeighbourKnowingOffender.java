package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.adapter.inmemory.NetworkOffender;

public record NeighbourKnowingOffender(NetworkOffender other) {}
