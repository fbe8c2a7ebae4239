package dev.chatsessions.server;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException;
import dev.chatsessions.RequestKey;
import dev.chatsessions.adapter.javalin.ChatSessionsPlugin;
import dev.chatsessions.adapter.javalin.HttpSettings;
import dev.chatsessions.adapter.javalin.RouteGroup;
import dev.chatsessions.adapter.javalin.ZxingCodes;
import dev.chatsessions.core.BuiltInAssistant;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.core.Settings;
import dev.chatsessions.identity.TokenRequest;
import dev.chatsessions.spi.Assistant;
import dev.chatsessions.spi.DeviceMessenger;
import dev.chatsessions.spi.LiveSignal;
import dev.chatsessions.spi.Observer;
import io.javalin.config.JavalinConfig;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Database, core and HTTP, started in this order and stopped in the other. */
final class StandaloneServer {

    private static final Duration DEMO_TOKEN_TTL = Duration.ofDays(1);

    private static final Duration READERS_APART = Duration.ofMillis(2);

    private static final Duration LONGEST_SPREAD = Duration.ofSeconds(3);

    private static final Duration LAST_ANSWERS = Duration.ofSeconds(6);

    private static final Logger LOG = LoggerFactory.getLogger(StandaloneServer.class);

    private final Deque<Runnable> stops = new ArrayDeque<>();
    private final Metrics metrics = new Metrics();
    private final Observer observer = new ServerLog().and(metrics.observer());
    private final ServeCommand options;
    private final Consumer<String> terminal;

    private StandaloneServer(ServeCommand options, Consumer<String> terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    /** Listens when it returns, until the process is told to stop; when it fails, nothing goes on. */
    static void start(ServeCommand options, Consumer<String> terminal) {
        var server = new StandaloneServer(options, terminal);
        try {
            var address = server.start();
            // Whoever reads that it listens may stop it at once.
            Runtime.getRuntime().addShutdownHook(new Thread(server::stop, "stop"));
            terminal.accept("listening on " + address);
        } catch (RuntimeException e) {
            server.stop();
            throw e;
        }
    }

    private URI start() {
        stops.push(metrics::close);
        var database = Database.open(options.database(), options.database().migration(), observer);
        stops.push(database::close);
        metrics.watch(database.pool());
        var clock = new ClockSkew(database::now, InstantSource.system());
        stops.push(clock::close);
        clock.watch();
        metrics.watch(clock);
        var signal = database.signal(observer);
        stops.push(signal::close);
        var core = core(database, signal);
        stops.push(core::close);
        core.housekeeping().start();

        var plugin = plugin(core);
        metrics.watch(plugin::openStreams);
        options.admin().metricsPort().ifPresent(this::tellMetrics);
        var admin = options.adminPort().stream()
                .mapToObj(port -> administer(core, port))
                .findFirst();
        var http = HttpServer.start("port", options.host(), options.port(), config -> {
            Console.install(config);
            config.registerPlugin(plugin);
        });
        stops.push(http::close);
        stops.push(() -> leave(plugin, core));
        keepAddress(admin.orElse(http.address()));
        if (options.profile() == Profile.DEV) {
            demonstrate(core, http.address());
        }
        return http.address();
    }

    private void tellMetrics(int port) {
        var http = HttpServer.start("metrics-port", options.admin().metricsHost(), port, this::tellMetrics);
        stops.push(http::close);
        terminal.accept("metrics on " + http.address() + "/metrics");
    }

    private void tellMetrics(JavalinConfig config) {
        config.routes.get("/metrics", metrics::tell);
    }

    /** Serves operators where nobody else comes, from before the first user until after the last one. */
    private URI administer(SessionCore core, int port) {
        var plugin = ChatSessionsPlugin.serving(core)
                .routes(RouteGroup.ADMIN, RouteGroup.SESSIONS, RouteGroup.HEALTH, RouteGroup.DOCS)
                .settings(http())
                .observer(metrics.requests())
                .ready(() -> isUsable(core))
                .wholeServer()
                .build();
        var http = HttpServer.start("admin-port", options.admin().host(), port, config -> {
            Console.install(config);
            config.registerPlugin(plugin);
            if (options.admin().metricsPort().isEmpty()) {
                tellMetrics(config);
            }
        });
        stops.push(http::close);
        terminal.accept("admin on " + http.address());
        return http.address();
    }

    private SessionCore core(Database database, LiveSignal signal) {
        var adminToken =
                AdminToken.of(options.adminToken(), options.database().address().serverFiles());
        if (adminToken.fresh() && options.profile() == Profile.PROD) {
            terminal.accept("admin token, shown this once: " + adminToken.secret());
        }
        var builder = SessionCore.builder()
                .storage(database.storage())
                .assistant(options.model().assistant().orElseGet(this::builtInAssistant))
                .tokenizer(options.model().tokenizer())
                .messenger(messenger())
                .linkCodesShown(options.profile() == Profile.DEV)
                .settings(settings())
                .signal(signal)
                .observer(observer)
                .retention(options.retention())
                .adminToken(adminToken.secret());
        options.webhooks().key().ifPresent(builder::secretKey);
        options.oidc().provider(observer).ifPresent(builder::identityProvider);
        return builder.build();
    }

    /** Sweeps often enough to renew a lease well before it runs out. */
    private Settings settings() {
        var usual = options.absence().in(Settings.defaults());
        var quarter = options.lease().dividedBy(4);
        return usual.withLease(options.lease())
                .withContextWindow(options.model().contextWindow())
                .withHousekeepingInterval(
                        quarter.compareTo(usual.housekeepingInterval()) < 0 ? quarter : usual.housekeepingInterval());
    }

    private Assistant builtInAssistant() {
        return options.wordsPerSecond()
                .map(speed -> BuiltInAssistant.wordsPerSecond(speed.count()))
                .orElseGet(BuiltInAssistant::instant);
    }

    private DeviceMessenger messenger() {
        return options.omi()
                .messenger()
                .orElseGet(() ->
                        options.profile() == Profile.DEV ? new TerminalMessenger(terminal) : DeviceMessenger.none());
    }

    private ChatSessionsPlugin plugin(SessionCore core) {
        var plugin = ChatSessionsPlugin.serving(core)
                .settings(http())
                .observer(metrics.requests())
                .ready(() -> isUsable(core))
                .wholeServer();
        if (options.adminPort().isPresent()) {
            plugin.without(RouteGroup.ADMIN);
        }
        joinPage().ifPresent(page -> plugin.joinPage(page, new ZxingCodes()));
        return plugin.build();
    }

    private HttpSettings http() {
        return options.http()
                .settings()
                .unsignedWebhooks(options.webhooks().areTakenUnsigned(options.profile()))
                .secureCookies(options.profile() == Profile.PROD)
                .build();
    }

    /** Our own, where this machine is the only one that is served, and its address is known. */
    private Optional<URI> joinPage() {
        return options.joinPage()
                .or(() -> options.profile() == Profile.DEV && options.port() != 0
                        ? Optional.of(HttpServer.address(options.host(), options.port())
                                .resolve(Console.JOIN_PAGE))
                        : Optional.empty());
    }

    /**
     * Says that it is no longer ready, sends the readers away one after the other and lets the answers that run come to
     * their ends, while it still serves. What others would kill a program for comes later than this: ten seconds are usual.
     */
    private static void leave(ChatSessionsPlugin plugin, SessionCore core) {
        var spread = READERS_APART.multipliedBy(plugin.openStreams());
        plugin.drain(spread.compareTo(LONGEST_SPREAD) < 0 ? spread : LONGEST_SPREAD);
        core.drain(LAST_ANSWERS);
    }

    private static boolean isUsable(SessionCore core) {
        try {
            core.check();
            return true;
        } catch (ChatSessionsException e) {
            return false;
        }
    }

    /** Only a database file can be in use by one process; any other is open to every command as it is to us. */
    private void keepAddress(URI address) {
        var database = options.database().address();
        if (database.file().isPresent()) {
            var files = database.serverFiles().orElseThrow();
            files.keepAddress(address);
            stops.push(files::forgetAddress);
        }
    }

    private void demonstrate(SessionCore core, URI address) {
        var token = core.administration()
                .issue(
                        Caller.admin("dev-profile"),
                        new TokenRequest(Caller.user("demo"), DEMO_TOKEN_TTL),
                        RequestKey.none())
                .secret();
        terminal.accept("token of the user demo, good for a day: " + token);
        terminal.accept("open: " + address + "/#token=" + token);
        terminal.accept("try: curl -N -H 'Authorization: Bearer " + token + "' -H 'Content-Type: application/json'"
                + " -d '{\"message\": \"Hello\"}' " + address + "/chat/stream");
    }

    private void stop() {
        while (!stops.isEmpty()) {
            try {
                stops.pop().run();
            } catch (RuntimeException e) {
                // What is still open is closed all the same.
                LOG.warn("a part failed to stop", e);
            }
        }
    }
}
