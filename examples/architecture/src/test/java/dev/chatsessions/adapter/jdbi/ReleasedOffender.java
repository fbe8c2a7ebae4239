package dev.chatsessions.adapter.jdbi;

public final class ReleasedOffender {}
