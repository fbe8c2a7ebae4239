package dev.chatsessions.client;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One event of a stream.
 *
 * @param id where to resume after it; empty on a stream that cannot be resumed
 * @param data a JSON object, as it was sent
 */
public record StreamEvent(Optional<String> id, String data) {

    public StreamEvent {
        requireNonNull(id, "id");
        requireNonNull(data, "data");
    }

    /** What kind of event it is; empty text where it does not say. */
    public String type() {
        return text("type").orElse("");
    }

    /** The text of a field of the object itself; for what lies deeper, parse {@link #data()} with a library. */
    public Optional<String> text(String field) {
        return JsonFields.text(data, field);
    }
}
