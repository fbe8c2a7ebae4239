package dev.chatsessions.examples.jdkserver;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.ChatSessionsException.TooLarge;
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
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.h2.jdbcx.JdbcConnectionPool;

/** A chat over HTTP on nothing but the JDK: a whole application, to be read from top to bottom. */
final class ChatServerMain implements AutoCloseable {

    private static final int MOST_CONNECTIONS = 500;

    /** Fewer than there are connections, so that a question always finds one. */
    private static final int MOST_STREAMS = 300;

    private static final int MOST_STREAMS_OF_A_USER = 20;

    private static final int MOST_BYTES = 64 * 1024;

    private static final Logger LOG = System.getLogger(ChatServerMain.class.getName());

    private final JdbcConnectionPool pool;

    private final SessionCore chat;

    private final HttpServer server;

    /** A thread for each request, and for each stream as long as it lasts: at most one for each connection. */
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private final Map<HttpExchange, Caller> listening = new ConcurrentHashMap<>();

    private final Duration heartbeat;

    private ChatServerMain(Path file, int port, Map<String, String> passwords, Duration heartbeat) throws IOException {
        this.heartbeat = heartbeat;
        pool = JdbcConnectionPool.create(
                "jdbc:h2:async:file:" + file.toAbsolutePath() + ";WRITE_DELAY=0;QUERY_CACHE_SIZE=256", "", "");
        chat = SessionCore.builder().storage(JdbiStorage.builder(pool).build()).build();
        chat.check();
        bounds();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        server.setExecutor(threads);
        server.createContext("/threads", exchange -> answer(exchange, this::route))
                .setAuthenticator(new Login(passwords));
        server.start();
    }

    public static void main(String[] arguments) throws IOException {
        var passwords = Map.of("ada", "lovelace", "bob", "builder");
        var running = start(Path.of("chat-sessions-data", "chat"), 8080, passwords, Duration.ofSeconds(15));
        Runtime.getRuntime().addShutdownHook(new Thread(running::close));
    }

    /** The JDK's server has no bounds by itself, and reads them once. Those of the command line win. */
    private static void bounds() {
        // Seconds until a request, head and body, has arrived. None for an answer, as streams live on.
        System.getProperties().putIfAbsent("sun.net.httpserver.maxReqTime", "5");
        System.getProperties().putIfAbsent("jdk.httpserver.maxConnections", String.valueOf(MOST_CONNECTIONS));
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
    static void answer(HttpExchange exchange, HttpHandler route) throws IOException {
        try (exchange) {
            try {
                route.handle(exchange);
            } catch (ChatSessionsException failure) {
                send(exchange, status(failure), failure.code());
            } catch (IllegalArgumentException malformed) {
                send(exchange, 400, "malformed");
            } catch (RuntimeException failure) {
                LOG.log(Level.ERROR, "a request failed", failure);
                send(exchange, 500, "internal-error");
            }
        }
    }

    private void route(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath().split("/");
        if (foreign(exchange)) {
            send(exchange, 403, "foreign-page");
            return;
        }
        if (!path[1].equals("threads")) {
            // A context takes all that begins like it.
            send(exchange, 404, "not-found");
            return;
        }
        switch (exchange.getRequestMethod() + " " + path.length) {
            case "POST 2" -> open(exchange);
            case "POST 3" -> ask(exchange, ThreadId.parse(path[2]));
            case "GET 3" -> listen(exchange, ThreadId.parse(path[2]));
            default -> send(exchange, 404, "not-found");
        }
    }

    /**
     * Whether a page of another site sent it. A browser sends a user's password by itself, whichever page asks it to, so that
     * such a page could ask questions in the user's name. It also says whose page it was; who is no browser says nothing.
     */
    private static boolean foreign(HttpExchange exchange) {
        var site = header(exchange, "Sec-Fetch-Site");
        if (site.isPresent()) {
            return !Set.of("same-origin", "none").contains(site.get());
        }
        var host = header(exchange, "Host").orElse("");
        return header(exchange, "Origin")
                .filter(origin -> !origin.endsWith("://" + host))
                .isPresent();
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
    private void listen(HttpExchange exchange, ThreadId thread) throws IOException {
        if (!admit(exchange)) {
            send(exchange, 429, "too-many-streams");
            return;
        }
        try {
            follow(exchange, thread);
        } finally {
            listening.remove(exchange);
        }
    }

    private synchronized boolean admit(HttpExchange exchange) {
        var user = caller(exchange);
        var own = listening.values().stream().filter(user::equals).count();
        var room = listening.size() < MOST_STREAMS && own < MOST_STREAMS_OF_A_USER;
        if (room) {
            listening.put(exchange, user);
        }
        return room;
    }

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
        if (failure instanceof TooLarge) {
            return 413;
        }
        return failure instanceof Unavailable ? 503 : 422;
    }

    private static Optional<String> header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    private static String body(HttpExchange exchange) throws IOException {
        var bytes = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new TooLarge("the text is over 64 KiB");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
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

        /** What is no password at all is a wrong one. */
        @Override
        public Result authenticate(HttpExchange exchange) {
            try {
                return super.authenticate(exchange);
            } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
                return new Failure(401);
            }
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
