package dev.chatsessions.adapter.javalin;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a route answers with, and whether a client takes that (RFC 9110, section 12.5.1). */
enum Produces {
    JSON("application", "json"),
    EVENTS("text", "event-stream"),
    PAGE("text", "html"),
    STYLE("text", "css"),
    /** What no {@code Accept} is asked about: the frames of a WebSocket. */
    FRAMES("*", "*");

    private final String type;

    private final String subtype;

    Produces(String type, String subtype) {
        this.type = type;
        this.subtype = subtype;
    }

    /** Refuses a client that says it would not take it. */
    void requireAccepted(List<String> acceptHeaders) {
        if (!acceptHeaders.isEmpty() && acceptHeaders.stream().noneMatch(this::isIn)) {
            throw new Refusal(406, "not-acceptable", "This is answered as " + type + "/" + subtype + ".");
        }
    }

    private boolean isIn(String header) {
        return header.isBlank() || Arrays.stream(header.split(",")).anyMatch(this::matches);
    }

    private boolean matches(String range) {
        var parts = range.toLowerCase(Locale.ROOT).split(";");
        var refused = Arrays.stream(parts).skip(1).map(String::strip).anyMatch(part -> part.matches("q=0(\\.0*)?"));
        var name = parts[0].strip();
        return this == FRAMES
                || !refused && (name.equals("*/*") || name.equals(type + "/*") || name.equals(type + "/" + subtype));
    }
}
