package dev.chatsessions.examples.jdkserver;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.ChatSessionsException.Unavailable;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.RequestKey;
import dev.chatsessions.ThreadId;
import dev.chatsessions.adapter.jdbi.JdbiStorage;
import dev.chatsessions.core.LiveReader;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.Replay;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.reply.Question;
import dev.chatsessions.reply.ReplyEvent.ReplyDelta;
import dev.chatsessions.reply.ReplyEvent.ReplyFinished;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.ThreadEvent.MessageAdded;
import dev.chatsessions.thread.ThreadStart;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.h2.jdbcx.JdbcConnectionPool;

/** A chat over HTTP on nothing but the JDK: a whole application, to be read from top to bottom. */
final class ChatServerMain implements AutoCloseable {

    private final JdbcConnectionPool pool;

    private final SessionCore chat;

    private final HttpServer server;

    /** A thread for each request, and for each stream as long as it lasts: from Java 21 on, take virtual ones. */
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private final Duration heartbeat;

    private ChatServerMain(Path file, int port, Map<String, String> passwords, Duration heartbeat) throws IOException {
        this.heartbeat = heartbeat;
        pool = JdbcConnectionPool.create(
                "jdbc:h2:async:file:" + file.toAbsolutePath() + ";WRITE_DELAY=0;QUERY_CACHE_SIZE=256", "", "");
        chat = SessionCore.builder().storage(JdbiStorage.builder(pool).build()).build();
        chat.check();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        server.setExecutor(threads);
        server.createContext("/threads", this::answer).setAuthenticator(new Login(passwords));
        server.start();
    }

    public static void main(String[] arguments) throws IOException {
        var passwords = Map.of("ada", "lovelace", "bob", "builder");
        var running = start(Path.of("chat-sessions-data", "chat"), 8080, passwords, Duration.ofSeconds(15));
        Runtime.getRuntime().addShutdownHook(new Thread(running::close));
    }

    static ChatServerMain start(Path file, int port, Map<String, String> passwords, Duration heartbeat)
            throws IOException {
        return new ChatServerMain(file, port, passwords, heartbeat);
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Answers that have begun end, streams say goodbye, and then nobody is cut short. */
    @Override
    public void close() {
        chat.drain(Duration.ofSeconds(10));
        chat.close();
        threads.shutdown();
        try {
            threads.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        server.stop(0);
        pool.dispose();
    }

    /** The outermost edge: every failure gets an answer, and every exchange an end. */
    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                route(exchange);
            } catch (ChatSessionsException failure) {
                send(exchange, status(failure), failure.code());
            } catch (IllegalArgumentException malformed) {
                send(exchange, 400, "malformed");
            }
        }
    }

    private void route(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath().split("/");
        switch (exchange.getRequestMethod() + " " + path.length) {
            case "POST 2" -> open(exchange);
            case "POST 3" -> ask(exchange, ThreadId.parse(path[2]));
            case "GET 3" -> follow(exchange, ThreadId.parse(path[2]));
            default -> send(exchange, 404, "not-found");
        }
    }

    /** Whoever is logged in is the caller; the library keeps the users apart by it. */
    private static Caller caller(HttpExchange exchange) {
        return Caller.user(exchange.getPrincipal().getUsername());
    }

    /** {@code POST /threads} with a name: the caller's thread of that name, opened when there is none. */
    private void open(HttpExchange exchange) throws IOException {
        var session = chat.sessions()
                .open(caller(exchange), SessionStart.of(SessionKind.CHAT).withKey("main"));
        var thread = chat.threads().open(caller(exchange), session.id(), ThreadStart.of(body(exchange)));
        send(exchange, 200, thread.id().toString());
    }

    /** {@code POST /threads/ID} with a question: returns when it is stored. The answer comes by the stream. */
    private void ask(HttpExchange exchange, ThreadId thread) throws IOException {
        var key = header(exchange, "Idempotency-Key").map(RequestKey::of).orElseGet(RequestKey::none);
        var reply = chat.replies().ask(caller(exchange), thread, Question.of(body(exchange)), key);
        send(exchange, 202, reply.id().toString());
    }

    /** {@code GET /threads/ID}: what happens there, from the place that the client saw last, else from now on. */
    private void follow(HttpExchange exchange, ThreadId thread) throws IOException {
        var start = header(exchange, "Last-Event-ID").map(StartAt::after).orElseGet(StartAt.Head::new);
        try (var reader = LiveReader.open(chat.live(), caller(exchange), new Feed.OfThread(thread), start)) {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.getResponseHeaders().set("X-Accel-Buffering", "no");
            exchange.sendResponseHeaders(200, 0);
            var client = exchange.getResponseBody();
            write(client, reader.place().map(place -> "id: " + place + "\n").orElse("") + "retry: 1000\n\n");
            while (reader.end().isEmpty()) {
                write(client, frames(reader.next(heartbeat)));
            }
            write(client, frame("end", reader.end().orElseThrow().name()));
        }
    }

    private static String frames(Replay read) {
        if (read instanceof Replay.Missed missed) {
            return "id: " + missed.gap().head() + "\n"
                    + frame("gap", missed.gap().reason().name());
        }
        var news = (Replay.Complete) read;
        if (news.events().isEmpty()) {
            return ": still here\n\n";
        }
        return news.events().stream()
                .map(event -> "id: " + news.after(event) + "\n" + frame(event.kind(), text(event)))
                .collect(Collectors.joining());
    }

    private static String frame(String type, String text) {
        return "event: " + type + "\ndata: " + text.replaceAll("\r\n|\r|\n", "\ndata: ") + "\n\n";
    }

    private static String text(LiveEvent event) {
        if (event instanceof ReplyDelta delta) {
            return delta.text();
        }
        if (event instanceof ReplyFinished finished) {
            return finished.message().map(Message::text).orElse("");
        }
        return event instanceof MessageAdded added ? added.message().text() : "";
    }

    private static void write(OutputStream client, String frames) throws IOException {
        client.write(frames.getBytes(StandardCharsets.UTF_8));
        client.flush();
    }

    private static int status(ChatSessionsException failure) {
        if (failure instanceof NotFound) {
            return 404;
        }
        return failure instanceof Unavailable ? 503 : 422;
    }

    private static Optional<String> header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    private static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readNBytes(64 * 1024), StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** The application's own login: here passwords that it knows, and those who have no right one get 401. */
    private static final class Login extends BasicAuthenticator {

        private final Map<String, String> passwords;

        Login(Map<String, String> passwords) {
            super("chat", StandardCharsets.UTF_8);
            this.passwords = Map.copyOf(passwords);
        }

        @Override
        public boolean checkCredentials(String user, String password) {
            var right = passwords.getOrDefault(user, "");
            var same = MessageDigest.isEqual(bytes(right), bytes(password));
            return same && passwords.containsKey(user);
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }
}
