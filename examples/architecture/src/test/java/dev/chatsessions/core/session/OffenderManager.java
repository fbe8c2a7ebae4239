package dev.chatsessions.core.session;

public final class OffenderManager {}
