package dev.chatsessions.adapter.javalin;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.util.EnumSet;
import java.util.function.Predicate;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;

/**
 * Has Javalin treat our handshakes as the requests that they are. On its own way for WebSockets it would make an HTTP session
 * for each before anybody is asked, echo the first sub-protocol that is offered, and answer no refusal.
 */
record Handshakes(Predicate<String> ours) implements Filter {

    void install(ServletContextHandler handler) {
        var holder = new FilterHolder(this);
        holder.setAsyncSupported(true);
        handler.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST));
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var http = (HttpServletRequest) request;
        var isOurs = http.getHeader(Upgrade.VERSION) != null
                && ours.test(
                        http.getRequestURI().substring(http.getContextPath().length()));
        chain.doFilter(isOurs ? new Plain(http) : http, response);
    }

    /** By this header Javalin knows a handshake. */
    private static final class Plain extends HttpServletRequestWrapper {

        Plain(HttpServletRequest request) {
            super(request);
        }

        @Override
        public String getHeader(String name) {
            return name.equalsIgnoreCase(Upgrade.VERSION) ? null : super.getHeader(name);
        }
    }
}
