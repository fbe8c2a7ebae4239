package dev.chatsessions.server;

import java.util.UUID;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Jetty's own errors in the form of all others (RFC 9457): what never becomes a request, and what breaks out of one. */
final class JettyProblems extends ErrorHandler {

    private static final String MEDIA_TYPE = "application/problem+json";

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request, Response response, int status, String message, Throwable cause, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, MEDIA_TYPE);
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        Content.Sink.write(response, true, problem(status), callback);
    }

    /** Says nothing of Jetty's reason, which can repeat what was sent. */
    private static String problem(int status) {
        var title = HttpStatus.getMessage(status);
        return """
                {"type":"about:blank","title":"%s","status":%s,"detail":"%s","code":"%s","request_id":"%s"}""".formatted(title, status, detail(status), code(status), UUID.randomUUID());
    }

    private static String detail(int status) {
        return switch (status) {
            case HttpStatus.BAD_REQUEST_400 -> "this is not a well-formed HTTP request";
            case HttpStatus.URI_TOO_LONG_414, HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 ->
                "the request line and headers are larger than this server reads";
            case HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505 -> "this server speaks HTTP/1.1";
            default -> status < 500 ? "this server does not answer such a request" : "the server failed";
        };
    }

    private static String code(int status) {
        return switch (status) {
            case HttpStatus.BAD_REQUEST_400 -> "bad-request";
            case HttpStatus.NOT_FOUND_404 -> "not-found";
            case HttpStatus.METHOD_NOT_ALLOWED_405 -> "method-not-allowed";
            case HttpStatus.URI_TOO_LONG_414 -> "uri-too-long";
            case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 -> "headers-too-large";
            case HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505 -> "http-version-not-supported";
            default -> status < 500 ? "request-refused" : "internal-error";
        };
    }
}
