package dev.chatsessions.thread;

import java.nio.file.Path;

public record FileReadingOffender(Path file) {}
