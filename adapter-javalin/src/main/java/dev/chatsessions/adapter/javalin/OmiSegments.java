package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chatsessions.Text;
import dev.chatsessions.webhook.Segment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The segments of a delivery as Omi writes them. One that cannot be used is skipped and counted, and the rest is taken:
 * Omi gives up a webhook that refuses.
 */
record OmiSegments(List<Segment> usable, int skipped) {

    /** More are not looked at: the longest conversation has some thousands. */
    private static final int MOST = 10_000;

    private static final int LONGEST_TEXT = 32_768;

    private static final int LONGEST_NAME = 200;

    /** Beyond this nothing is a time within a conversation, and a double is no number of microseconds any more. */
    private static final double LAST_SECOND = 1e9;

    /** What is no array has none. */
    static OmiSegments read(JsonNode array) {
        if (!array.isArray()) {
            return new OmiSegments(List.of(), 0);
        }
        var usable = new ArrayList<Segment>();
        for (var i = 0; i < Math.min(array.size(), MOST); i++) {
            segment(array.get(i)).ifPresent(usable::add);
        }
        return new OmiSegments(List.copyOf(usable), array.size() - usable.size());
    }

    private static Optional<Segment> segment(JsonNode node) {
        var text = node.path("text");
        var byUser = node.path("is_user");
        var start = time(node.path("start"));
        var end = time(node.path("end"));
        if (!text.isTextual() || isTooLong(text.textValue()) || isNoFlag(byUser) || start.isEmpty() || end.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Segment(
                    name(node.path("id")),
                    text.textValue(),
                    speaker(node),
                    byUser.booleanValue(),
                    start.get(),
                    end.get()));
        } catch (IllegalArgumentException unfit) {
            return Optional.empty();
        }
    }

    private static boolean isTooLong(String text) {
        return text.codePointCount(0, text.length()) > LONGEST_TEXT;
    }

    private static boolean isNoFlag(JsonNode node) {
        return !node.isMissingNode() && !node.isNull() && !node.isBoolean();
    }

    /** Who spoke, by the name that Omi's newer versions give, else by the number that all do. */
    private static Optional<String> speaker(JsonNode node) {
        var named = name(node.path("speaker"));
        if (named.isPresent()) {
            return named;
        }
        var number = node.has("speaker_id") ? node.get("speaker_id") : node.path("speakerId");
        return Optional.of(number)
                .filter(id -> id.isInt() && id.intValue() >= 0)
                .map(id -> "SPEAKER_%02d".formatted(id.intValue()));
    }

    private static Optional<String> name(JsonNode node) {
        return Optional.of(node)
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(text -> !text.isBlank() && text.length() <= LONGEST_NAME && Text.isStorable(text));
    }

    private static Optional<Duration> time(JsonNode seconds) {
        return Optional.of(seconds)
                .filter(JsonNode::isNumber)
                .map(JsonNode::doubleValue)
                .filter(value -> Math.abs(value) <= LAST_SECOND)
                .map(value -> Duration.ofNanos(Math.round(value * 1e6) * 1_000));
    }
}
