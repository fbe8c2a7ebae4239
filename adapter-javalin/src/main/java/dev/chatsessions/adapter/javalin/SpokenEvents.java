package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chatsessions.MessageId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** As which messages the latest events of a voice agent are kept, by the number that the agent gives each. Not thread-safe. */
final class SpokenEvents {

    private static final int LATEST = 50;

    private static final int LONGEST_ID = 200;

    private final Map<String, MessageId> kept = new LinkedHashMap<>();

    /** Whether the event has a number at all. */
    static boolean isNamed(Body event) {
        return name(event).isPresent();
    }

    void keep(Body event, MessageId message) {
        name(event).ifPresent(name -> {
            kept.put(name, message);
            if (kept.size() > LATEST) {
                kept.remove(kept.keySet().iterator().next());
            }
        });
    }

    /** The message that the event is about. */
    Optional<MessageId> of(Body event) {
        return name(event).map(kept::get);
    }

    /** Whether it is known which event the message is. */
    boolean knows(MessageId message) {
        return kept.containsValue(message);
    }

    private static Optional<String> name(Body event) {
        return Optional.of(event.fields().path("event_id"))
                .filter(id -> id.isIntegralNumber() || id.isTextual())
                .map(JsonNode::asText)
                .filter(id -> id.length() <= LONGEST_ID);
    }
}
