package dev.chatsessions.adapter.javalin;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Optional;
import java.util.regex.Pattern;

/** The trace that a request says it belongs to, as W3C Trace Context has it. */
final class TraceParent {

    private static final Pattern SHAPE =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?");

    private TraceParent() {}

    /** The id of the trace; empty where the header is not as it should be, which is then as good as none. */
    static Optional<String> traceId(HttpServletRequest request) {
        var headers = Collections.list(request.getHeaders("traceparent"));
        return headers.size() == 1 ? traceId(headers.get(0)) : Optional.empty();
    }

    static Optional<String> traceId(String header) {
        var match = SHAPE.matcher(header);
        return match.matches()
                        && isKnown(match.group(1), match.group(4) != null)
                        && isSome(match.group(2))
                        && isSome(match.group(3))
                ? Optional.of(match.group(2))
                : Optional.empty();
    }

    /** Versions to come may add something, which is not looked at. */
    private static boolean isKnown(String version, boolean more) {
        return !version.equals("ff") && !(more && version.equals("00"));
    }

    private static boolean isSome(String id) {
        return id.chars().anyMatch(digit -> digit != '0');
    }
}
