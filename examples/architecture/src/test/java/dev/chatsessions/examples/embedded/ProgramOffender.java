package dev.chatsessions.examples.embedded;

public record ProgramOffender(String name) {}
