package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chatsessions.ChatSessionsException.RateLimited;
import dev.chatsessions.ChatSessionsException.Unavailable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StreamPlacesTest {

    private final StreamPlaces places = new StreamPlaces(
            HttpSettings.builder().streams(3).streamsPerCaller(2).build());

    @Test
    void a_caller_has_no_more_than_his_own() {
        places.take("ana");
        places.take("ana");

        assertThrows(RateLimited.class, () -> places.take("ana"));
        assertThrows(RateLimited.class, () -> places.require("ana"));
        places.giveBack("ana");
        places.take("ana");
        places.take("ben");
    }

    @Test
    void all_together_have_no_more_than_there_are() {
        places.take("ana");
        places.take("ben");
        places.take("eve");

        assertEquals(
                "too-many-streams",
                assertThrows(Unavailable.class, () -> places.take("zoe")).code());
        assertThrows(Unavailable.class, () -> places.require("zoe"));
        places.giveBack("eve");
        places.require("zoe");
        places.take("zoe");
    }

    @Test
    void a_refused_caller_takes_nothing_from_others() {
        places.take("ana");
        places.take("ana");
        for (var i = 0; i < 5; i++) {
            assertThrows(RateLimited.class, () -> places.take("ana"));
        }

        places.take("ben");
    }

    @Test
    void whoever_comes_together_gets_what_there_is_and_no_more() throws InterruptedException {
        var got = new AtomicInteger();
        var threads = Executors.newFixedThreadPool(8);
        for (var i = 0; i < 200; i++) {
            var caller = "caller-" + i;
            threads.execute(() -> {
                try {
                    places.take(caller);
                    got.incrementAndGet();
                } catch (Unavailable full) {
                    // Three are served, whoever they are.
                }
            });
        }
        threads.shutdown();
        threads.awaitTermination(30, TimeUnit.SECONDS);

        assertEquals(3, got.get());
    }
}
