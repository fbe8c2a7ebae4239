package dev.chatsessions.adapter.javalin;

import java.util.UUID;
import java.util.regex.Pattern;

/** Names requests, so that an answer, a log line and a client's report can be brought together. */
final class RequestIds {

    static final String HEADER = "X-Request-Id";

    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private RequestIds() {}

    /** The client's own id where it is harmless, else a new one. */
    static String of(String header) {
        return header != null && SANE.matcher(header).matches()
                ? header
                : UUID.randomUUID().toString();
    }
}
