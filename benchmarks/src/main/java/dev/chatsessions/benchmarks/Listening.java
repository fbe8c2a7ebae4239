package dev.chatsessions.benchmarks;

import io.javalin.config.JavalinConfig;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;

/** How every Javalin here listens, ours and the bare one. */
final class Listening {

    /** With Jetty's own 50, a burst of connects is measured in steps of a second, whatever answers it. */
    static final int ACCEPT_QUEUE = 1_024;

    private Listening() {}

    /** On this machine only, on a free port. */
    static void on(JavalinConfig config) {
        config.jetty.addConnector((server, http) -> {
            var connector = new ServerConnector(server, new HttpConnectionFactory(http));
            connector.setHost("127.0.0.1");
            connector.setPort(0);
            connector.setAcceptQueueSize(ACCEPT_QUEUE);
            return connector;
        });
    }
}
