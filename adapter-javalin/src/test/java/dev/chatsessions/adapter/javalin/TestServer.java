package dev.chatsessions.adapter.javalin;

import dev.chatsessions.Caller;
import dev.chatsessions.RequestKey;
import dev.chatsessions.adapter.inmemory.InMemoryStorage;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.identity.IssuedToken;
import dev.chatsessions.identity.TokenRequest;
import dev.chatsessions.spi.Assistant;
import dev.chatsessions.spi.IdentityProvider;
import dev.chatsessions.spi.Storage;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A server on a real port over memory, and a client for it. */
final class TestServer implements AutoCloseable {

    static final String ADMIN_TOKEN = "test-admin-token";

    final Storage storage;

    final ToldCodes told = new ToldCodes();

    final QuickCodes codes = new QuickCodes();

    final SessionCore chat;

    final ChatSessionsPlugin plugin;

    private final Javalin javalin;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    TestServer(Assistant assistant) {
        this(assistant, settings -> settings, builder -> builder);
    }

    TestServer(
            Assistant assistant,
            UnaryOperator<HttpSettings.Builder> settings,
            UnaryOperator<ChatSessionsPlugin.Builder> options) {
        this(InMemoryStorage.create(), assistant, settings, options);
    }

    TestServer(
            Storage storage,
            Assistant assistant,
            UnaryOperator<HttpSettings.Builder> settings,
            UnaryOperator<ChatSessionsPlugin.Builder> options) {
        this(storage, assistant, settings, options, IdentityProvider.none());
    }

    TestServer(
            Storage storage,
            Assistant assistant,
            UnaryOperator<HttpSettings.Builder> settings,
            UnaryOperator<ChatSessionsPlugin.Builder> options,
            IdentityProvider provider) {
        this.storage = storage;
        chat = SessionCore.builder()
                .storage(storage)
                .assistant(assistant)
                .adminToken(ADMIN_TOKEN)
                .messenger(told)
                .codeHasher(codes)
                .secretKey("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
                .identityProvider(provider)
                .build();
        plugin = options.apply(ChatSessionsPlugin.serving(chat)
                        .settings(settings.apply(HttpSettings.builder()).build())
                        .wholeServer())
                .build();
        javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            JettyProblems.install(config);
            config.registerPlugin(plugin);
        });
        javalin.start("127.0.0.1", 0);
    }

    int port() {
        return javalin.port();
    }

    /** How many sockets the server holds. */
    int sockets() {
        return javalin.jettyServer()
                .server()
                .getConnectors()[0]
                .getConnectedEndPoints()
                .size();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /** A fresh token of a user. */
    String token(String user) {
        return issue(user, Duration.ofHours(1)).secret();
    }

    IssuedToken issue(String user, Duration ttl) {
        return chat.administration()
                .issue(Caller.admin("test"), new TokenRequest(Caller.user(user), ttl), RequestKey.none());
    }

    HttpRequest.Builder request(String token, String path) {
        return HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer " + token)
                .timeout(Duration.ofSeconds(20));
    }

    HttpResponse<String> get(String token, String path) {
        return send(request(token, path).GET());
    }

    HttpResponse<String> delete(String token, String path) {
        return send(request(token, path).DELETE());
    }

    HttpResponse<String> post(String token, String path, String json) {
        return send(
                request(token, path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            var sent = request.build();
            var response = client.send(sent, BodyHandlers.ofString());
            Documented.requireExchange(sent.method(), sent.uri().getRawPath(), jsonIn(sent), Answer.of(response));
            return response;
        } catch (IOException failed) {
            throw new AssertionError("the server did not answer", failed);
        } catch (InterruptedException interrupted) {
            throw new AssertionError("interrupted", interrupted);
        }
    }

    private static String jsonIn(HttpRequest sent) {
        return sent.headers().firstValue("Content-Type").orElse("").startsWith("application/json")
                ? new String(EventStream.bodyOf(sent), StandardCharsets.UTF_8)
                : "";
    }

    /** Opens a stream and reads its head. */
    EventStream stream(HttpRequest.Builder request) {
        return EventStream.open(port(), request.timeout(Duration.ofSeconds(20)).build());
    }

    EventStream stream(String token, String path) {
        return stream(request(token, path).GET());
    }

    @Override
    public void close() {
        javalin.stop();
        chat.close();
        storage.close();
    }
}
