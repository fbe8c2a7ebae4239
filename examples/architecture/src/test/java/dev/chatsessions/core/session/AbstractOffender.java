package dev.chatsessions.core.session;

public abstract class AbstractOffender {}
