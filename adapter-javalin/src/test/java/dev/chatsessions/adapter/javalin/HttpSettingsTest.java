package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.adapter.javalin.HttpSettings.Builder;
import dev.chatsessions.adapter.javalin.HttpSettings.RateLimit;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSettingsTest {

    private static final Map<String, BiFunction<Builder, Duration, Builder>> TIMES = Map.of(
            "answerWait", Builder::answerWait,
            "heartbeat", Builder::heartbeat,
            "stall", Builder::stall,
            "recheck", Builder::recheck,
            "streamAge", Builder::streamAge,
            "retry", Builder::retry);

    private static final Map<String, BiFunction<Builder, Integer, Builder>> NUMBERS = Map.of(
            "bodyBytes", Builder::bodyBytes,
            "streams", Builder::streams,
            "streamsPerCaller", Builder::streamsPerCaller,
            "streamBytes", Builder::streamBytes,
            "streamFrames", Builder::streamFrames);

    @Test
    void a_time_is_more_than_none() {
        TIMES.forEach((name, set) -> {
            set.apply(HttpSettings.builder(), Duration.ofNanos(1)).build();
            refused(name + " PT0S", set.apply(HttpSettings.builder(), Duration.ZERO));
            refused(name + " PT-1S", set.apply(HttpSettings.builder(), Duration.ofSeconds(-1)));
        });
    }

    @Test
    void a_number_is_at_least_one() {
        NUMBERS.forEach((name, set) -> {
            set.apply(HttpSettings.builder(), 1).build();
            refused(name + " 0", set.apply(HttpSettings.builder(), 0));
            refused(name + " -1", set.apply(HttpSettings.builder(), -1));
        });
    }

    @Test
    void a_rate_is_some_calls_in_some_time() {
        var second = Duration.ofSeconds(1);
        assertEquals(1, new RateLimit(1, second).calls());

        assertThrows(IllegalArgumentException.class, () -> new RateLimit(0, second));
        assertThrows(IllegalArgumentException.class, () -> new RateLimit(1, Duration.ZERO));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://app.example", "http://localhost:3000", "http://[::1]:3000"})
    void an_origin_is_a_scheme_a_host_and_perhaps_a_port(String origin) {
        assertEquals(
                Set.of(origin),
                HttpSettings.builder().origins(Set.of(origin)).build().origins());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*", "null", "app.example", "https://app.example/", "https://app.example/chat", "ftp://a", ""})
    void what_is_no_origin_is_refused(String origin) {
        refused("origin " + origin, HttpSettings.builder().origins(Set.of(origin)));
    }

    @Test
    void the_origins_are_those_that_were_given() {
        var given = new HashSet<>(Set.of("https://app.example"));
        var settings = HttpSettings.builder().origins(given).build();

        given.add("https://evil.example");

        assertEquals(Set.of("https://app.example"), settings.origins());
    }

    @Test
    void nothing_is_unlimited_unless_asked_for() {
        assertTrue(HttpSettings.defaults().perCaller().isPresent());
        assertTrue(HttpSettings.defaults().perAddress().isPresent());
        assertEquals(Set.of(), HttpSettings.defaults().origins());

        var unlimited = HttpSettings.builder().unlimitedRate().build();

        assertEquals(Optional.empty(), unlimited.perCaller());
        assertEquals(Optional.empty(), unlimited.perAddress());
    }

    private static void refused(String words, Builder settings) {
        var refused = assertThrows(IllegalArgumentException.class, settings::build);
        assertTrue(refused.getMessage().contains(words), refused.getMessage());
    }
}
