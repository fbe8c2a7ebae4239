package dev.chatsessions.adapter.javalin;

import io.javalin.config.JavalinConfig;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Lets Jetty tell what it refuses by itself, such as a request that cannot be parsed, in the same shape as the product's
 * own failures. For servers that serve nothing else, as it concerns every request. Stateless.
 */
public final class JettyProblems extends ErrorHandler {

    /** What Jetty calls an address that it could not read. */
    private static final String UNPARSED = "/badMessage";

    private static final String NO_ADDRESS = "No URI";

    private static final Pattern PATH_RULES = Pattern.compile("URI|[Pp]ath|Ambiguous");

    private JettyProblems() {}

    /** Sets it on the server that {@code config} describes; Jetty's version is no longer sent. */
    public static void install(JavalinConfig config) {
        var problems = new JettyProblems();
        config.jetty.modifyServer(server -> server.setErrorHandler(problems));
        config.jetty.modifyServletContextHandler(handler -> {
            handler.setErrorHandler(problems);
            handler.getServletHandler().setDecodeAmbiguousURIs(true);
        });
        config.jetty.modifyHttpConfiguration(JettyProblems::relax);
    }

    /** An encoded slash or percent sign in an id is only an id that nobody has; the routes see it undecoded. */
    private static void relax(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setUriCompliance(UriCompliance.DEFAULT.with(
                "ids",
                UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
                UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING));
    }

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request, Response response, int status, String message, Throwable cause, Callback callback) {
        var requestId = RequestIds.of(request.getHeaders().get(RequestIds.HEADER));
        var undecodable = !NO_ADDRESS.equals(message)
                && (request.getHttpURI().toString().endsWith(UNPARSED)
                        || (message != null && PATH_RULES.matcher(message).find()));
        var problem = Problem.of(refusal(status, undecodable));
        response.getHeaders().put(new HttpField(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE));
        response.getHeaders().put(new HttpField(HttpHeader.CACHE_CONTROL, "no-store"));
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.getHeaders().put(RequestIds.HEADER, requestId);
        response.write(true, ByteBuffer.wrap(Json.bytes(problem.body(requestId))), callback);
    }

    private static Refusal refusal(int status, boolean undecodable) {
        return switch (status) {
            case 400 ->
                undecodable
                        ? new Refusal(400, "invalid-parameter", "The path or query cannot be decoded.")
                        : new Refusal(400, "malformed-request", "This is not HTTP as it should be.");
            case 404 -> Refusal.notFound();
            case 405 -> new Refusal(405, "method-not-allowed", "This method is not served.");
            case 408 -> new Refusal(408, "request-timeout", "The request took too long.");
            case 413 -> new Refusal(413, "payload-too-large", "The request is too large.");
            case 414 -> new Refusal(414, "uri-too-long", "The address is too long.");
            case 431 -> new Refusal(431, "headers-too-large", "The headers are too large.");
            case 505 -> new Refusal(505, "http-version-not-supported", "This server speaks HTTP/1.1.");
            case 503 -> new Refusal(503, "unavailable", "The server cannot answer now.", Map.of("Retry-After", "1"));
            default ->
                status < 500
                        ? new Refusal(status, "malformed-request", "The request cannot be served.")
                        : new Refusal(status, "internal-error", "The server failed.");
        };
    }
}
