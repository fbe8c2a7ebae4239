package dev.chatsessions.core.session;

public interface IOffender {}
