package dev.chatsessions.server;

import dev.chatsessions.adapter.javalin.JettyProblems;
import dev.chatsessions.adapter.javalin.NoHttpSessions;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Javalin on one plain HTTP connector. */
final class HttpServer implements AutoCloseable {

    /** With Jetty's own 50, a burst of connects stalls in steps of a second. */
    private static final int ACCEPT_QUEUE = 1024;

    /** Before this one, a virtual thread that blocks inside {@code synchronized} keeps its carrier. */
    private static final int VIRTUAL_THREADS_SINCE = 24;

    private final Javalin javalin;
    private final String host;

    private HttpServer(Javalin javalin, String host) {
        this.javalin = javalin;
        this.host = host;
    }

    /**
     * Listens when it returns.
     *
     * @param setting what chose the port, for an error message
     */
    static HttpServer start(String setting, String host, int port, Consumer<JavalinConfig> routes) {
        var javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.concurrency.useVirtualThreads = Runtime.version().feature() >= VIRTUAL_THREADS_SINCE;
            JettyProblems.install(config);
            NoHttpSessions.install(config);
            config.jetty.modifyHttpConfiguration(HttpServer::limit);
            config.jetty.modifyServer(server -> server.setStopTimeout(5_000));
            config.jetty.addConnector((server, http) -> connector(server, http, setting, host, port));
            routes.accept(config);
        });
        try {
            javalin.start();
            return new HttpServer(javalin, host);
        } catch (RuntimeException e) {
            javalin.stop();
            throw e;
        }
    }

    /** Where clients on this machine reach it. */
    URI address() {
        return address(host, javalin.port());
    }

    /** An address of IPv6 is given with brackets or without, and stands in them in a URL. */
    static URI address(String host, int port) {
        var bare = host.contains(":") && !host.startsWith("[");
        return URI.create("http://" + (bare ? "[" + host + "]" : host) + ":" + port);
    }

    @Override
    public void close() {
        javalin.stop();
    }

    private static void limit(HttpConfiguration http) {
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(8 * 1024);
    }

    private static Connector connector(Server server, HttpConfiguration http, String setting, String host, int port) {
        var connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(port);
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        connector.setIdleTimeout(60_000);
        try {
            connector.open();
        } catch (IOException | UnresolvedAddressException e) {
            var reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw Failure.address("cannot listen on port " + port + " of " + host + " (" + setting + "): " + reason, e);
        }
        return connector;
    }
}
