package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.core.Settings;

public record CoreKnowingOffender(Settings settings) {}
