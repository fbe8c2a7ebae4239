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

    /** Whether a client says that it would take it by its name. */
    boolean isNamedIn(List<String> acceptHeaders) {
        return acceptHeaders.stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .anyMatch(range -> isWanted(range) && name(range).equals(type + "/" + subtype));
    }

    private boolean isIn(String header) {
        return header.isBlank() || Arrays.stream(header.split(",")).anyMatch(this::matches);
    }

    private boolean matches(String range) {
        var name = name(range);
        return this == FRAMES
                || isWanted(range)
                        && (name.equals("*/*") || name.equals(type + "/*") || name.equals(type + "/" + subtype));
    }

    private static String name(String range) {
        return range.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private static boolean isWanted(String range) {
        return Arrays.stream(range.toLowerCase(Locale.ROOT).split(";"))
                .skip(1)
                .map(String::strip)
                .noneMatch(part -> part.matches("q=0(\\.0*)?"));
    }
}
