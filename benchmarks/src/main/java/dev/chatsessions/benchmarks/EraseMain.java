package dev.chatsessions.benchmarks;

import dev.chatsessions.Caller;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import java.time.Duration;

/** In a process of its own, whose heap is small: a user with many messages is erased. */
final class EraseMain {

    private static final long TOLD_EVERY = 20_000;

    private static final Caller.Admin ADMIN = Caller.admin("benchmark");

    private EraseMain() {}

    /** The place, by name, and how many messages there are. */
    public static void main(String... arguments) {
        var messages = Integer.parseInt(arguments[1]);
        try (var place = Place.open(arguments[0], 4);
                var chat = SessionCore.builder()
                        .storage(place.storage())
                        .housekeeping(Housekeeping.external())
                        .build()) {
            var user = new ChatKeeper(chat).startOf(messages);
            var started = System.nanoTime();
            var erasure = chat.erasures().erase(user, user.id());
            for (var told = TOLD_EVERY; erasure.endedAt().isEmpty(); ) {
                chat.housekeeping().runOnce();
                erasure = chat.erasures().find(ADMIN, user.id());
                if (erasure.rows() >= told) {
                    System.err.println(erasure.rows() + " rows");
                    told = erasure.rows() + TOLD_EVERY;
                }
            }
            var took = Duration.ofNanos(System.nanoTime() - started);
            System.err.println(erasure);
            var left = erasure.remaining().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            if (left > 0 || erasure.removed().getOrDefault("messages", 0L) < messages) {
                throw new IllegalStateException(erasure.toString());
            }
            System.out.println("erased " + erasure.rows() + " " + took.toMillis() + " " + SmallHeap.peak());
        }
    }
}
