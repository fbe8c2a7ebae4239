package dev.chatsessions.adapter.javalin;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessions;
import io.javalin.config.JavalinState;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.plugin.Plugin;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Installs routes of the product on the host's own Javalin: {@code config.registerPlugin(...)}. It answers failures,
 * wrong methods and JSON for its own routes and leaves the host's alone. One plugin serves one Javalin. Thread-safe once
 * registered.
 */
public final class ChatSessionsPlugin extends Plugin<Void> {

    private final String prefix;

    private final boolean wholeServer;

    private final Edge edge;

    private final LiveConnections connections;

    private final List<Route> routes;

    private ChatSessionsPlugin(Builder parts) {
        this.prefix = parts.prefix;
        this.wholeServer = parts.wholeServer;
        var callers = new Callers(parts.chat, parts.callers, new SignInCookie(parts.settings.secureCookies()));
        this.edge = new Edge(callers, parts.settings, parts.observer);
        this.connections = new LiveConnections(parts.settings, callers, InstantSource.system(), parts.observer);
        this.routes = routes(parts);
    }

    /** Starts a plugin that serves {@code chat}, every group of routes, at the root. */
    public static Builder serving(ChatSessions chat) {
        return new Builder(requireNonNull(chat, "chat"));
    }

    private List<Route> routes(Builder parts) {
        var all = new ArrayList<Route>();
        for (var group : parts.groups) {
            all.addAll(
                    switch (group) {
                        case CHAT -> new ChatRoutes(parts.chat, connections, parts.settings).routes();
                        case LIVE -> new LiveRoutes(parts.chat, connections).routes();
                        case SHARED -> new SharedRoutes(parts.chat, connections).routes();
                        case JOIN -> new JoinRoutes(parts.chat, parts.joinPage).routes();
                        case SESSIONS -> sessions(parts);
                        case WORKFLOWS -> workflows(parts.chat);
                        case WORKERS -> workers(parts.chat, connections);
                        case LINKS -> new LinkRoutes(parts.chat).routes();
                        case WEBHOOKS -> webhookRoutes(parts);
                        case CONVERSATIONS -> conversationRoutes(parts);
                        case ADMIN -> admin(parts.chat);
                        case HEALTH ->
                            new HealthRoutes(() -> !connections.isDraining() && parts.ready.getAsBoolean()).routes();
                        case DOCS -> new DocsRoutes(this::routes, prefix).routes();
                    });
        }
        return List.copyOf(all);
    }

    private static List<Route> sessions(Builder parts) {
        var cookie = new SignInCookie(parts.settings.secureCookies());
        return Stream.of(
                        new MeRoutes(parts.chat).routes(),
                        new UsageRoutes(parts.chat).own(),
                        new SessionRoutes(parts.chat).routes(),
                        List.of(new AdminRoutes(parts.chat).watched()),
                        new AuthRoutes(parts.chat, cookie).routes())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Route> admin(ChatSessions chat) {
        return Stream.of(
                        new AdminRoutes(chat).routes(),
                        new UsageRoutes(chat).ofEverybody(),
                        new ActivityRoutes(chat).routes(),
                        new ErasureRoutes(chat).routes())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Route> workers(ChatSessions chat, LiveConnections connections) {
        return Stream.of(
                        new HiringRoutes(chat).routes(),
                        new WorkerSessionRoutes(chat).routes(),
                        new PermissionRoutes(chat).routes(),
                        new WorkerRoutes(chat, connections).routes())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Route> workflows(ChatSessions chat) {
        return Stream.concat(new WorkflowRoutes(chat).routes().stream(), new RequestRoutes(chat).routes().stream())
                .toList();
    }

    private static List<Route> webhookRoutes(Builder parts) {
        var all = new ArrayList<>(new WebhookRoutes(parts.chat, parts.settings).routes());
        all.addAll(new WebhookSecretRoutes(parts.chat).routes());
        return all;
    }

    private List<Route> conversationRoutes(Builder parts) {
        var all = new ArrayList<>(new ConversationRoutes(parts.chat, connections).routes());
        all.addAll(new ListeningRoutes(parts.chat).routes());
        return all;
    }

    /** The routes that this plugin installs, for whoever wants to check that each is covered. */
    List<Route> routes() {
        return routes;
    }

    /** As {@link #drain(Duration)}, at once. */
    public void drain() {
        drain(Duration.ZERO);
    }

    /**
     * Is no longer ready, takes no new streams and ends each open one with its place, at a moment of its own within
     * {@code over}, so that their readers do not all come to the next server together. The rest goes on.
     */
    public void drain(Duration over) {
        connections.drain(over);
    }

    /** How many streams are open. */
    public int openStreams() {
        return connections.count();
    }

    @Override
    public void onInitialize(JavalinState state) {
        var methods = new LinkedHashMap<String, Set<String>>();
        for (var route : requested()) {
            install(state, route, route.method());
            var allowed = methods.computeIfAbsent(route.path(), path -> new LinkedHashSet<>());
            allowed.add(route.method().name());
            if (route.method() == HandlerType.GET && !route.isSocket()) {
                install(state, route, HandlerType.HEAD);
                allowed.add("HEAD");
            }
        }
        methods.values().forEach(allowed -> allowed.add("OPTIONS"));
        new Unrouted(state, edge, prefix, methods, wholeServer || !prefix.isEmpty()).install();
        state.jetty.modifyServletContextHandler(new Handshakes(this::isOurs)::install);
        if (wholeServer) {
            state.routes.exception(Exception.class, (failure, ctx) -> edge.answerFailure(ctx, failure));
        }
        state.events.serverStopping(this::drain);
        state.events.serverStopped(connections::close);
    }

    private void install(JavalinState state, Route route, HandlerType method) {
        var socket = method == HandlerType.GET ? socketAt(route.path()) : Optional.<Route>empty();
        state.routes.addHttpHandler(method, prefix + route.path(), ctx -> {
            var isSocket = socket.isPresent() && Upgrade.isAskedFor(ctx.req());
            edge.answer(ctx, isSocket ? socket.get() : route);
        });
    }

    /** Where there is the same as events, a WebSocket is asked for there. */
    private List<Route> requested() {
        var streamed = routes.stream()
                .filter(route -> !route.isSocket() && route.method() == HandlerType.GET)
                .map(Route::path)
                .toList();
        return routes.stream()
                .filter(route -> !route.isSocket() || !streamed.contains(route.path()))
                .toList();
    }

    private Optional<Route> socketAt(String path) {
        return routes.stream()
                .filter(route -> route.isSocket() && route.path().equals(path))
                .findFirst();
    }

    /** Whether a handshake at this path is ours to answer. */
    private boolean isOurs(String path) {
        return wholeServer
                || routes.stream()
                        .anyMatch(
                                route -> route.isSocket() && path.matches(Pattern.quote(prefix) + route.pathPattern()));
    }

    /** Chooses what is installed, where, and for whom. Not thread-safe. */
    public static final class Builder {

        private final ChatSessions chat;

        private String prefix = "";

        private Set<RouteGroup> groups = EnumSet.allOf(RouteGroup.class);

        private Optional<Function<Context, Optional<Caller>>> callers = Optional.empty();

        private HttpSettings settings = HttpSettings.defaults();

        private BooleanSupplier ready = () -> true;

        private boolean wholeServer;

        private Optional<JoinPage> joinPage = Optional.empty();

        private HttpObserver observer = HttpObserver.none();

        private Builder(ChatSessions chat) {
            this.chat = chat;
        }

        /** Puts all routes below a path such as {@code /support}; there, the plugin also answers what nobody has. */
        public Builder under(String path) {
            if (!path.matches("(/[A-Za-z0-9._~-]+)*")) {
                throw new IllegalArgumentException("path " + path + " is not empty and not like /support");
            }
            prefix = path;
            return this;
        }

        /** Installs these groups only. */
        public Builder routes(RouteGroup first, RouteGroup... more) {
            groups = EnumSet.of(first, more);
            return this;
        }

        /** Installs all groups but these. */
        public Builder without(RouteGroup first, RouteGroup... more) {
            groups = EnumSet.complementOf(EnumSet.of(first, more));
            return this;
        }

        /** Takes callers from the host's own login in place of credentials; empty is answered 401. */
        public Builder callers(Function<Context, Optional<Caller>> login) {
            callers = Optional.of(login);
            return this;
        }

        /** Limits and times. */
        public Builder settings(HttpSettings newSettings) {
            settings = requireNonNull(newSettings, "newSettings");
            return this;
        }

        /** Has invitations come with a link to this page of the host's, which redeems the join token behind its {@code #}. */
        public Builder joinPage(URI address) {
            joinPage = Optional.of(new JoinPage(address, Optional.empty()));
            return this;
        }

        /** The same, with the link as a QR code. */
        public Builder joinPage(URI address, QrCodes codes) {
            joinPage = Optional.of(new JoinPage(address, Optional.of(codes)));
            return this;
        }

        /** Told of requests and streams. */
        public Builder observer(HttpObserver told) {
            observer = requireNonNull(told, "told");
            return this;
        }

        /** What {@code /ready} asks; must be quick. */
        public Builder ready(BooleanSupplier check) {
            ready = requireNonNull(check, "check");
            return this;
        }

        /** This Javalin has no routes but these: unknown paths and any failure are answered in the same shape. */
        public Builder wholeServer() {
            wholeServer = true;
            return this;
        }

        public ChatSessionsPlugin build() {
            return new ChatSessionsPlugin(this);
        }
    }
}
