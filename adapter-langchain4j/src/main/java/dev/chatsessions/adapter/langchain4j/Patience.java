package dev.chatsessions.adapter.langchain4j;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How long a model is waited for.
 *
 * @param firstWord for the first word of an answer
 * @param nextWord for each one after it
 * @param whole for the whole of one call
 * @param tries how often a call is made that does not come to a first word
 * @param pause before the second try; doubled with each further one, less a random part
 * @param longestPause the longest that a server may ask to be left alone before the next try
 */
record Patience(
        Duration firstWord, Duration nextWord, Duration whole, int tries, Duration pause, Duration longestPause) {

    static final Patience USUAL = new Patience(
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            Duration.ofMinutes(10),
            3,
            Duration.ofMillis(500),
            Duration.ofSeconds(20));

    Patience {
        requirePositive("firstWord", firstWord);
        requirePositive("nextWord", nextWord);
        requirePositive("whole", whole);
        requirePositive("pause", pause);
        requirePositive("longestPause", longestPause);
        if (tries < 1 || tries > 10) {
            throw new IllegalArgumentException("tries " + tries + " is not 1 to 10");
        }
    }

    Patience withTimeouts(Duration first, Duration next, Duration all) {
        return new Patience(first, next, all, tries, pause, longestPause);
    }

    Patience withTries(int count, Duration first, Duration longest) {
        return new Patience(firstWord, nextWord, whole, count, first, longest);
    }

    private static void requirePositive(String name, Duration value) {
        if (requireNonNull(value, name).isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " " + value + " is not positive");
        }
    }
}
