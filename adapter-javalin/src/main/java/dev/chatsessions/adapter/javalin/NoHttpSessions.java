package dev.chatsessions.adapter.javalin;

import io.javalin.config.JavalinConfig;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Leaves out the HTTP sessions of the container, for which it reads the cookies of every request and keeps half a kilobyte
 * with every open stream. For servers of which no handler asks for such a session. Stateless.
 */
public final class NoHttpSessions extends SessionHandler {

    private NoHttpSessions() {}

    /** Sets it on the server that {@code config} describes; a handler that asks for an HTTP session there fails. */
    public static void install(JavalinConfig config) {
        config.jetty.modifyServletContextHandler(context -> context.setSessionHandler(new NoHttpSessions()));
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        var next = getHandler();
        return next != null && next.handle(request, response, callback);
    }
}
