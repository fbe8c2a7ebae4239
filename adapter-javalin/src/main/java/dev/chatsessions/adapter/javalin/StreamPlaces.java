package dev.chatsessions.adapter.javalin;

import dev.chatsessions.ChatSessionsException.RateLimited;
import dev.chatsessions.ChatSessionsException.Unavailable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** How many streams may be open, for one caller and for all together. Thread-safe. */
final class StreamPlaces {

    private final HttpSettings settings;

    private final Semaphore free;

    private final Map<String, Integer> perCaller = new ConcurrentHashMap<>();

    StreamPlaces(HttpSettings settings) {
        this.settings = settings;
        this.free = new Semaphore(settings.streams());
    }

    /** Refuses a caller who could not get a place now. */
    void require(String caller) {
        if (perCaller.getOrDefault(caller, 0) >= settings.streamsPerCaller()) {
            throw tooMany();
        }
        require();
    }

    /** Refuses everybody while there is no place. */
    void require() {
        if (free.availablePermits() < 1) {
            throw full();
        }
    }

    /** Takes a place, to be given back, or refuses. */
    void take(String caller) {
        if (!free.tryAcquire()) {
            throw full();
        }
        try {
            perCaller.compute(caller, (key, open) -> {
                var now = open == null ? 0 : open;
                if (now >= settings.streamsPerCaller()) {
                    throw tooMany();
                }
                return now + 1;
            });
        } catch (RateLimited refused) {
            free.release();
            throw refused;
        }
    }

    void giveBack(String caller) {
        perCaller.computeIfPresent(caller, (key, open) -> open == 1 ? null : open - 1);
        free.release();
    }

    private RateLimited tooMany() {
        return new RateLimited(
                "you have " + settings.streamsPerCaller() + " streams open; close one", settings.retry());
    }

    private static Unavailable full() {
        return new Unavailable("too-many-streams", "this server has as many streams open as it may; try another");
    }
}
