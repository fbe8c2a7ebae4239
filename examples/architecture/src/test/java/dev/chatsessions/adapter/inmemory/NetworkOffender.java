package dev.chatsessions.adapter.inmemory;

import java.net.URI;

public record NetworkOffender(URI address) {}
