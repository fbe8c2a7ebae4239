package dev.chatsessions.adapter.javalin;

import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;

/** What a request came in through, for the little that the servlet API cannot do with it. */
final class Transport {

    private Transport() {}

    /** Takes the socket away, also from under a read or write that does not end. */
    static void cut(HttpServletRequest request) {
        of(request).close();
    }

    /** Until it is set again, breaks a connection on which nothing moves for so long; gives what it was before. */
    static long idleTimeout(HttpServletRequest request, long millis) {
        var transport = of(request);
        var before = transport.getIdleTimeout();
        transport.setIdleTimeout(millis);
        return before;
    }

    /** The request as the container has it, whatever filters made of it. */
    static HttpServletRequest unwrapped(HttpServletRequest request) {
        return ServletContextRequest.getServletContextRequest(request).getServletApiRequest();
    }

    private static EndPoint of(HttpServletRequest request) {
        return ServletContextRequest.getServletContextRequest(request)
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint();
    }
}
