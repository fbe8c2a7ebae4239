package dev.chatsessions.spi;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.JsonValue;
import java.time.Duration;

/** Something that an assistant may have done for it while it answers. Called on several threads at once. */
public interface Tool {

    /** How the model calls it: 1 to 64 letters, digits, {@code -} and {@code _}. */
    String name();

    /** When and for what the model should call it. */
    String description();

    /** The JSON Schema of its arguments, of type {@code object}. */
    JsonValue.Fields parameters();

    /** What users are told while it works; up to 500 characters. */
    default String announcement() {
        return "Calling " + name();
    }

    /**
     * Does it, and answers for the model to read. The arguments are what the model wrote, whether or not they fit the
     * schema. Whatever it throws is told to the model as a failure, without the message. It changes nothing that
     * matters twice: an answer that is begun again calls it again.
     */
    String call(JsonValue.Fields arguments, Limits limits) throws Exception;

    /**
     * What one call may take.
     *
     * @param time after which nobody waits for it
     * @param characters of its answer, in UTF-16 units; what is more is cut off
     */
    record Limits(Duration time, int characters) {
        public Limits {
            if (requireNonNull(time, "time").isNegative() || time.isZero()) {
                throw new IllegalArgumentException("time " + time + " is not positive");
            }
            if (characters < 1) {
                throw new IllegalArgumentException("characters " + characters + " is less than 1");
            }
        }
    }
}
