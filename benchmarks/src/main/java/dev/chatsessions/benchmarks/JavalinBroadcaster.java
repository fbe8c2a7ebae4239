package dev.chatsessions.benchmarks;

import io.javalin.Javalin;
import io.javalin.http.sse.SseClient;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A bare Javalin with its own server-sent events, which keeps what it sent in memory. */
final class JavalinBroadcaster implements Broadcaster {

    private final Set<SseClient> clients = ConcurrentHashMap.newKeySet();

    private final List<Sent> sent = new CopyOnWriteArrayList<>();

    private final Javalin javalin;

    private JavalinBroadcaster() {
        javalin = Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    Listening.on(config);
                    config.routes.sse("/events", this::open);
                })
                .start();
    }

    private record Sent(long mark, String text) {}

    static JavalinBroadcaster open() {
        return new JavalinBroadcaster();
    }

    private void open(SseClient client) {
        client.keepAlive();
        client.onClose(() -> clients.remove(client));
        // Whoever was greeted misses nothing any more.
        clients.add(client);
        client.sendEvent("hello");
        Optional.ofNullable(client.ctx().header("Last-Event-ID"))
                .map(Long::parseLong)
                .ifPresent(place -> sent.stream()
                        .filter(message -> message.mark > place)
                        .forEach(message -> send(client, message)));
    }

    private static void send(SseClient client, Sent message) {
        client.sendEvent("message", message.text, Long.toString(message.mark));
    }

    @Override
    public URI address() {
        return URI.create("http://127.0.0.1:" + javalin.port() + "/events");
    }

    @Override
    public long publish(long mark, long told) {
        var message = new Sent(mark, Words.asLongAsOurs(mark));
        clients.forEach(client -> send(client, message));
        keep(message);
        return told;
    }

    private void keep(Sent message) {
        sent.add(message);
        if (sent.size() > Storm.BEHIND) {
            sent.remove(0);
        }
    }

    @Override
    public String place() {
        return sent.isEmpty() ? "0" : Long.toString(sent.get(sent.size() - 1).mark);
    }

    @Override
    public int listeners() {
        return clients.size();
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
