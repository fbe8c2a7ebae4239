package dev.chatsessions.core;

public final class SplitOffender {}
