package dev.chatsessions.examples.sharedsession;

import dev.chatsessions.ChatSessions;
import dev.chatsessions.adapter.inmemory.InMemoryStorage;
import dev.chatsessions.adapter.javalin.ChatSessionsPlugin;
import dev.chatsessions.adapter.javalin.ZxingCodes;
import dev.chatsessions.core.SessionCore;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;

/** A host with sessions, a page to join them, and a tool of its own. */
final class ShippingServer implements AutoCloseable {

    private final InMemoryStorage storage = InMemoryStorage.create();

    private final SessionCore chat = SessionCore.builder().storage(storage).build();

    private final Quotes quotes = new Quotes(chat);

    private final Javalin javalin;

    private final URI address;

    private ShippingServer(int port) {
        address = URI.create("http://127.0.0.1:" + port);
        var plugin = ChatSessionsPlugin.serving(chat)
                .joinPage(address.resolve("/join.html"), new ZxingCodes())
                .build();
        javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.staticFiles.add("/pages");
            config.registerPlugin(plugin);
        });
        javalin.start("127.0.0.1", port);
    }

    static ShippingServer start() throws IOException {
        return new ShippingServer(freePort());
    }

    /** Known before it is listened on, as the link to the page has to name it. */
    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    ChatSessions chat() {
        return chat;
    }

    Quotes quotes() {
        return quotes;
    }

    URI address() {
        return address;
    }

    @Override
    public void close() {
        javalin.stop();
        quotes.close();
        chat.close();
        storage.close();
    }
}
