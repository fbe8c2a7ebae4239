package dev.chatsessions.core.live;

import dev.chatsessions.LogScope;
import dev.chatsessions.core.thread.MessageRules;
import dev.chatsessions.spi.LoggedEvent;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.Stores;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a log that may be held at once: so many events, but not many more bytes than one large message has.
 *
 * @param reachesEnd whether nothing came after it when it was read
 */
record Stretch(List<LoggedEvent> events, boolean reachesEnd) {

    /** How much is read before it is weighed; each event may tell of a message of {@code Limits.TEXT_BYTES}. */
    private static final int PIECE = 25;

    private static final long BYTES = 1 << 20;

    /** Reads what comes after a place, at least one event where there is one. */
    static Stretch read(Stores stores, SessionAccess access, LogScope scope, long after, int limit) {
        var events = new ArrayList<LoggedEvent>();
        var place = after;
        for (var bytes = 0L; events.size() < limit && bytes < BYTES; ) {
            var wanted = Math.min(PIECE, limit - events.size());
            var piece = stores.events().read(access, scope, place, wanted);
            events.addAll(piece);
            if (piece.size() < wanted) {
                return new Stretch(events, true);
            }
            place = piece.get(piece.size() - 1).sequence();
            bytes += piece.stream().mapToLong(Stretch::bytes).sum();
        }
        return new Stretch(events, false);
    }

    /** Up to where the log is known now, if it ends at {@code end}. */
    long through(long end) {
        return reachesEnd ? end : events.get(events.size() - 1).sequence();
    }

    private static long bytes(LoggedEvent event) {
        var message =
                event.message().map(found -> MessageRules.bytes(found.parts())).orElse(0L);
        var delta = event.body().delta().map(piece -> piece.text().length()).orElse(0);
        return message + delta + event.body().data().bytes();
    }
}
