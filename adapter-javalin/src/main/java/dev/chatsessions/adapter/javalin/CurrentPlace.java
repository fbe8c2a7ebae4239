package dev.chatsessions.adapter.javalin;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.Cursor;
import dev.chatsessions.ThreadId;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A place in the stream of a user's current conversation, as its SSE id tells it.
 *
 * @param user in the user's log: what is current changed up to here
 * @param told in which conversation, and up to where; empty while there is none
 */
record CurrentPlace(Cursor user, Optional<Told> told) {

    private static final Pattern SHAPE =
            Pattern.compile("([0-9a-f-]{1,64})\\.(?:none|([0-9a-f-]{36})\\.([0-9a-f-]{1,64}))");

    CurrentPlace {
        requireNonNull(user, "user");
        requireNonNull(told, "told");
    }

    /** @param through in the log of the thread's session */
    record Told(ThreadId thread, Cursor through) {
        Told {
            requireNonNull(thread, "thread");
            requireNonNull(through, "through");
        }
    }

    /** Reads what {@link #toString()} wrote; anything else is an {@link IllegalArgumentException}. */
    static CurrentPlace parse(String text) {
        var match = SHAPE.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException("not a place in the stream of what is current");
        }
        var told = Optional.ofNullable(match.group(2))
                .map(thread -> new Told(ThreadId.parse(thread), Cursor.parse(match.group(3))));
        return new CurrentPlace(Cursor.parse(match.group(1)), told);
    }

    @Override
    public String toString() {
        return user + "." + told.map(in -> in.thread() + "." + in.through()).orElse("none");
    }
}
