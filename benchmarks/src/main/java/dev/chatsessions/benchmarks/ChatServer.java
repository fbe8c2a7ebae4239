package dev.chatsessions.benchmarks;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessions;
import dev.chatsessions.adapter.javalin.ChatSessionsPlugin;
import dev.chatsessions.adapter.javalin.HttpSettings;
import io.javalin.Javalin;
import java.util.Optional;

/** The product over HTTP, with everything but its limits on how often one may call. */
final class ChatServer implements AutoCloseable {

    private final Javalin javalin;

    private ChatServer(ChatSessionsPlugin plugin) {
        javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.registerPlugin(plugin);
        });
        javalin.start("127.0.0.1", 0);
    }

    /** Callers show their tokens, which are looked up each time. */
    static ChatServer withTokens(ChatSessions chat) {
        return new ChatServer(plugin(chat).build());
    }

    /** The host knows who calls. */
    static ChatServer withLogin(ChatSessions chat, Caller caller) {
        return new ChatServer(plugin(chat).callers(ctx -> Optional.of(caller)).build());
    }

    private static ChatSessionsPlugin.Builder plugin(ChatSessions chat) {
        return ChatSessionsPlugin.serving(chat)
                .settings(HttpSettings.builder().unlimitedRate().build());
    }

    int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
