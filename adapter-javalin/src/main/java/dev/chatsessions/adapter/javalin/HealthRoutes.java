package dev.chatsessions.adapter.javalin;

import dev.chatsessions.ChatSessionsException.Unavailable;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Whether the process lives, and whether it can work. */
final class HealthRoutes {

    private final BooleanSupplier ready;

    HealthRoutes(BooleanSupplier ready) {
        this.ready = ready;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/health", Access.ANYBODY, call -> call.json(200, Map.of("status", "up"))),
                Route.get("/ready", Access.ANYBODY, this::ready));
    }

    private void ready(Call call) {
        if (!ready.getAsBoolean()) {
            throw new Unavailable("not-ready", "the server cannot work now");
        }
        call.json(200, Map.of("status", "ready"));
    }
}
