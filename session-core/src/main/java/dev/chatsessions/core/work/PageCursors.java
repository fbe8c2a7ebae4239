package dev.chatsessions.core.work;

import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.Violation;
import dev.chatsessions.Page;
import dev.chatsessions.PageCursor;
import dev.chatsessions.PageRequest;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Writes and reads page cursors. Each names the list it belongs to, filter included, so that one brought to another list is
 * refused; rights do not depend on it, as the list is read with the caller's own.
 */
public final class PageCursors {

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    private PageCursors() {}

    /** A page of what was read with one item more than asked for, which tells whether there is a next page. */
    public static <S, T> Page<T> page(
            List<S> readOneMore, PageRequest request, Object list, Function<S, String> place, Function<S, T> item) {
        var shown = shown(readOneMore, request);
        return new Page<>(shown.stream().map(item).toList(), next(readOneMore, request, list, place));
    }

    /** What is shown of what was read with one item more than asked for. */
    private static <S> List<S> shown(List<S> readOneMore, PageRequest request) {
        return readOneMore.subList(0, Math.min(request.limit(), readOneMore.size()));
    }

    /** Where the next page begins, if there is one. */
    private static <S> Optional<PageCursor> next(
            List<S> readOneMore, PageRequest request, Object list, Function<S, String> place) {
        return readOneMore.size() > request.limit()
                ? Optional.of(cursor(list, place.apply(readOneMore.get(request.limit() - 1))))
                : Optional.empty();
    }

    /** A cursor to {@code place} in {@code list}, which is told from others by its hash code. */
    public static PageCursor cursor(Object list, String place) {
        var text = Integer.toHexString(list.hashCode()) + "|" + place;
        return new PageCursor(ENCODER.encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The place that the request's cursor names in {@code list}, read by {@code parse}; empty for the first page. */
    public static <P> Optional<P> place(PageRequest request, Object list, Function<String, P> parse) {
        return request.after().map(cursor -> {
            try {
                var text = new String(DECODER.decode(cursor.value()), StandardCharsets.UTF_8);
                var bar = text.indexOf('|');
                if (bar < 0 || !text.substring(0, bar).equals(Integer.toHexString(list.hashCode()))) {
                    throw new IllegalArgumentException("a cursor of another list");
                }
                return parse.apply(text.substring(bar + 1));
            } catch (IllegalArgumentException | DateTimeException notOurs) {
                throw new Invalid(
                        "invalid-parameter",
                        "the cursor does not belong to this list",
                        List.of(new Violation("cursor", "does not belong to this list")));
            }
        });
    }
}
