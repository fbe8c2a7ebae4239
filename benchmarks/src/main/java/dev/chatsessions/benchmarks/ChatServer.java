package dev.chatsessions.benchmarks;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessions;
import dev.chatsessions.adapter.javalin.ChatSessionsPlugin;
import dev.chatsessions.adapter.javalin.HttpSettings;
import dev.chatsessions.adapter.javalin.NoHttpSessions;
import io.javalin.Javalin;
import java.time.Duration;
import java.util.Optional;

/** The product over HTTP, with everything but its limits on how often one may call and how much one may listen to. */
final class ChatServer implements AutoCloseable {

    private static final int MOST_STREAMS = 20_000;

    /** Listeners here answer nothing, also not whether they are alive. */
    private static final Duration HEARTBEAT = Duration.ofHours(1);

    private final ChatSessionsPlugin plugin;

    private final Javalin javalin;

    private ChatServer(ChatSessionsPlugin plugin) {
        this.plugin = plugin;
        javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            Listening.on(config);
            NoHttpSessions.install(config);
            config.registerPlugin(plugin);
        });
        javalin.start();
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
                .settings(HttpSettings.builder()
                        .unlimitedRate()
                        .unsignedWebhooks(true)
                        .streams(MOST_STREAMS)
                        .streamsPerCaller(MOST_STREAMS)
                        .heartbeat(HEARTBEAT)
                        .build());
    }

    int port() {
        return javalin.port();
    }

    /** How many listen. */
    int openStreams() {
        return plugin.openStreams();
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
