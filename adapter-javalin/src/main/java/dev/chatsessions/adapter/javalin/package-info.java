/**
 * The product over HTTP, on a Javalin that the host owns: {@link dev.chatsessions.adapter.javalin.ChatSessionsPlugin}
 * installs groups of routes, each handler translates one call, and live streams are written without blocking. Uses the
 * facades of {@link dev.chatsessions.ChatSessions} and never a storage.
 */
package dev.chatsessions.adapter.javalin;
