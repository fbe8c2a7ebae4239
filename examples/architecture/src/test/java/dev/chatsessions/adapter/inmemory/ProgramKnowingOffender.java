package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.examples.embedded.ProgramOffender;

public record ProgramKnowingOffender(ProgramOffender program) {}
