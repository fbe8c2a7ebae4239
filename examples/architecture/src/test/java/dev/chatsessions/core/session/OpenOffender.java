package dev.chatsessions.core.session;

public class OpenOffender {}
