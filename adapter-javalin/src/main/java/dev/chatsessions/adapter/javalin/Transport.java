package dev.chatsessions.adapter.javalin;

import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;

/** What a request came in through, for the little that the servlet API cannot do with it. */
final class Transport {

    private final EndPoint socket;

    private final long usualIdleTimeout;

    Transport(EndPoint socket) {
        this.socket = socket;
        this.usualIdleTimeout = socket.getIdleTimeout();
    }

    static Transport of(HttpServletRequest request) {
        return new Transport(ServletContextRequest.getServletContextRequest(request)
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint());
    }

    /** The request as the container has it, whatever filters made of it. */
    static HttpServletRequest unwrapped(HttpServletRequest request) {
        return ServletContextRequest.getServletContextRequest(request).getServletApiRequest();
    }

    /** Takes the socket away, also from under a read or write that does not end. */
    void cut() {
        socket.close();
    }

    /** Until it is watched as usual again, breaks a connection on which nothing moves for so long; never for 0. */
    void watch(long idleMillis) {
        socket.setIdleTimeout(idleMillis);
    }

    void watchAsUsual() {
        socket.setIdleTimeout(usualIdleTimeout);
    }
}
