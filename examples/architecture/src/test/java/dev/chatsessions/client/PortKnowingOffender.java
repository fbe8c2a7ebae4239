package dev.chatsessions.client;

import dev.chatsessions.Cursor;

public record PortKnowingOffender(Cursor place) {}
