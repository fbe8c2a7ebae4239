package dev.chatsessions;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Which part of a list is wanted.
 *
 * @param limit at most so many items, 1 to 1,000
 * @param after the {@link Page#next()} of the page before; empty for the first
 */
public record PageRequest(int limit, Optional<PageCursor> after) {

    /** The largest page there is. */
    public static final int MAX_LIMIT = 1_000;

    public PageRequest {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit " + limit + " is not 1 to " + MAX_LIMIT);
        }
        requireNonNull(after, "after");
    }

    /** The first page. */
    public static PageRequest first(int limit) {
        return new PageRequest(limit, Optional.empty());
    }

    /** The page after {@code cursor}. */
    public static PageRequest after(PageCursor cursor, int limit) {
        return new PageRequest(limit, Optional.of(cursor));
    }
}
