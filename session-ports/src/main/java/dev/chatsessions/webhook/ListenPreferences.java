package dev.chatsessions.webhook;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * When a user's devices are answered. What they hear is stored in any case.
 *
 * @param phrases what the assistant listens for, compared without regard to case, accents of writing and punctuation; 1 to
 *     {@value #MAX_PHRASES} of 1 to {@value #MAX_PHRASE} characters with a letter or digit each
 * @param followUpWindow how long after an answer no phrase is needed, 1 to 60 seconds
 * @param muted true silences everything, whatever the rest says
 * @param zone where the user's clock hangs
 * @param version moves with each change, from 1; 0 for a user who never changed any
 */
public record ListenPreferences(
        ListenMode mode,
        List<String> phrases,
        Duration followUpWindow,
        boolean muted,
        Optional<QuietHours> quietHours,
        ZoneId zone,
        long version) {

    /** As many phrases as one may have. */
    public static final int MAX_PHRASES = 10;

    /** The longest phrase, in code points. */
    public static final int MAX_PHRASE = 60;

    private static final Duration SHORTEST_WINDOW = Duration.ofSeconds(1);

    private static final Duration LONGEST_WINDOW = Duration.ofSeconds(60);

    public ListenPreferences {
        requireNonNull(mode, "mode");
        phrases = List.copyOf(phrases);
        requireNonNull(followUpWindow, "followUpWindow");
        requireNonNull(quietHours, "quietHours");
        requireNonNull(zone, "zone");
        if (phrases.isEmpty() || phrases.size() > MAX_PHRASES) {
            throw new IllegalArgumentException("phrases are " + phrases.size() + ", not 1 to " + MAX_PHRASES);
        }
        phrases.forEach(ListenPreferences::requirePhrase);
        if (followUpWindow.compareTo(SHORTEST_WINDOW) < 0 || followUpWindow.compareTo(LONGEST_WINDOW) > 0) {
            throw new IllegalArgumentException("followUpWindow " + followUpWindow + " is not 1 to 60 seconds");
        }
        if (version < 0) {
            throw new IllegalArgumentException("version " + version + " is negative");
        }
    }

    /** Those of a user who never changed any: TRIGGER on "Hey Omi", 8 seconds to follow up, no quiet hours, UTC. */
    public static ListenPreferences defaults() {
        return new ListenPreferences(
                ListenMode.TRIGGER,
                List.of("Hey Omi"),
                Duration.ofSeconds(8),
                false,
                Optional.empty(),
                ZoneOffset.UTC,
                0);
    }

    /** The same at another version. */
    public ListenPreferences atVersion(long next) {
        return new ListenPreferences(mode, phrases, followUpWindow, muted, quietHours, zone, next);
    }

    private static void requirePhrase(String phrase) {
        if (phrase.codePointCount(0, phrase.length()) > MAX_PHRASE
                || phrase.codePoints().noneMatch(Character::isLetterOrDigit)) {
            throw new IllegalArgumentException(
                    "a phrase is not 1 to " + MAX_PHRASE + " characters with a letter or digit");
        }
    }
}
