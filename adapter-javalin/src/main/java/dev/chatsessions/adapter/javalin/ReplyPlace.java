package dev.chatsessions.adapter.javalin;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.Cursor;
import dev.chatsessions.ReplyId;
import dev.chatsessions.live.GapReason;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * A place in the stream of one reply, as its SSE id tells it: in the log, and in the reply's text.
 *
 * @param offset how much of the text was sent, in UTF-16 code units; empty after the last frame
 */
record ReplyPlace(Cursor cursor, ReplyId reply, OptionalInt offset) {

    private static final Pattern SHAPE = Pattern.compile("([0-9a-f-]{1,64})\\.([0-9a-f-]{36})\\.([0-9]{1,9}|end)");

    ReplyPlace {
        requireNonNull(cursor, "cursor");
        requireNonNull(reply, "reply");
        requireNonNull(offset, "offset");
    }

    /** Reads what {@link #toString()} wrote; anything else is an {@link IllegalArgumentException}. */
    static ReplyPlace parse(String text) {
        var match = SHAPE.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException("not a place in a reply");
        }
        var offset = match.group(3).equals("end") ? OptionalInt.empty() : OptionalInt.of(number(match.group(3)));
        return new ReplyPlace(Cursor.parse(match.group(1)), ReplyId.parse(match.group(2)), offset);
    }

    /** Why nobody can have been told up to here of a reply whose text is {@code text}; empty when somebody can. */
    Optional<GapReason> missedIn(String text) {
        var at = offset.orElse(text.length());
        if (at > text.length()) {
            return Optional.of(GapReason.FUTURE);
        }
        var splitsPair =
                at > 0 && at < text.length() && Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at));
        return splitsPair ? Optional.of(GapReason.MALFORMED) : Optional.empty();
    }

    private static int number(String digits) {
        if (digits.length() > 1 && digits.startsWith("0")) {
            throw new IllegalArgumentException("not a number as this program writes them");
        }
        return Integer.parseInt(digits);
    }

    @Override
    public String toString() {
        return cursor + "." + reply + "." + (offset.isPresent() ? Integer.toString(offset.getAsInt()) : "end");
    }
}
