package dev.chatsessions.elsewhere;

public final class UnexplainedOffender {}
