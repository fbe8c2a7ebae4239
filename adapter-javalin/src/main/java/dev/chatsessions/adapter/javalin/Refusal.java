package dev.chatsessions.adapter.javalin;

import java.util.Map;

/** An answer that HTTP itself calls for, before anything of the product is asked. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    private final String code;

    private final transient Map<String, String> headers;

    Refusal(int status, String code, String detail) {
        this(status, code, detail, Map.of());
    }

    Refusal(int status, String code, String detail, Map<String, String> headers) {
        super(detail);
        this.status = status;
        this.code = code;
        this.headers = headers;
    }

    static Refusal malformedJson(String detail) {
        return new Refusal(400, "malformed-json", detail);
    }

    static Refusal mediaType(String detail) {
        return mediaType("application/json", detail);
    }

    static Refusal mediaType(String accepted, String detail) {
        return new Refusal(415, "unsupported-media-type", detail, Map.of("Accept", accepted));
    }

    static Refusal tooLarge(int limit) {
        return new Refusal(413, "payload-too-large", "The body is over " + limit + " bytes.");
    }

    static Refusal brokenOff() {
        return new Refusal(400, "malformed-request", "The body broke off, or is not sent as HTTP asks.");
    }

    static Refusal tooSlow() {
        return new Refusal(408, "request-timeout", "The body took too long to come.");
    }

    static Refusal notFound() {
        return new Refusal(404, "not-found", Problem.NOT_FOUND);
    }

    static Refusal methodNotAllowed(String allow) {
        return new Refusal(405, "method-not-allowed", "Allowed here: " + allow + ".", Map.of("Allow", allow));
    }

    static Refusal foreignPage() {
        return new Refusal(403, "csrf-rejected", "A page of another origin may not call with a cookie.");
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    Map<String, String> headers() {
        return headers == null ? Map.of() : headers;
    }
}
