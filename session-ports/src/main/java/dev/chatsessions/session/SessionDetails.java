package dev.chatsessions.session;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.JsonValue;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a host keeps with a session in words of its own, to which the library gives no meaning. Names are 1 to 64 of
 * {@code a-z}, {@code 0-9} and {@code _} and begin with a letter; there are at most 32 labels and 32 counters.
 *
 * @param labels references to things elsewhere, of 1 to 200 characters, by which sessions are found; by ascending name
 * @param counters what is counted, 0 or more; by ascending name
 * @param attributes anything else, at most 16 KiB and 8 levels deep
 */
public record SessionDetails(Map<String, String> labels, Map<String, Long> counters, JsonValue.Fields attributes) {

    /** Of a session of which nobody said anything. */
    public static final SessionDetails NONE = new SessionDetails(Map.of(), Map.of(), JsonValue.Fields.EMPTY);

    public SessionDetails {
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
        counters = Collections.unmodifiableMap(new TreeMap<>(counters));
        requireNonNull(attributes, "attributes");
    }
}
