package dev.chatsessions.adapter.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Makes meters whose names begin alike, in one registry. */
record Meters(MeterRegistry registry) {

    static final String PREFIX = "chat.sessions.";

    Counter counter(String name, String description) {
        return Counter.builder(PREFIX + name).description(description).register(registry);
    }

    /** A counter for each word of an enumeration. */
    <E extends Enum<E>> Map<E, Counter> counters(String name, String description, String tag, Class<E> words) {
        var made = new EnumMap<E, Counter>(words);
        var each = each(name, description, tag);
        Arrays.stream(words.getEnumConstants()).forEach(word -> made.put(word, each.of(word(word))));
        return made;
    }

    /** Counters that differ by one word. Those of the words that are known are there from the beginning. */
    Each each(String name, String description, String tag, String... known) {
        var counters = Counter.builder(PREFIX + name).description(description).withRegistry(registry);
        var each = new Each(counters, tag, new ConcurrentHashMap<>());
        List.of(known).forEach(each::of);
        return each;
    }

    Timer timer(String name, String description, Duration longest) {
        return Timer.builder(PREFIX + name)
                .description(description)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(longest)
                .register(registry);
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The counters of one name. */
    record Each(MeterProvider<Counter> counters, String tag, Map<String, Counter> made) {
        Counter of(String word) {
            return made.computeIfAbsent(word, first -> counters.withTag(tag, first));
        }
    }
}
