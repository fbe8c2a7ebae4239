package dev.chatsessions.adapter.javalin;

/** Who may call a route at all; what the call may touch, the product decides. */
enum Access {
    ANYBODY,
    CALLERS,
    WORKERS,
    ADMINS
}
