package dev.chatsessions.adapter.javalin;

import dev.chatsessions.Caller;

public final class SystemOffender {

    Caller everything() {
        return new Caller.System("http");
    }
}
