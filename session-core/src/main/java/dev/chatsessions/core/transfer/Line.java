package dev.chatsessions.core.transfer;

import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.JsonValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** A line that is read; what it lacks, or holds in another shape, is Invalid. */
record Line(JsonValue.Fields fields) {

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("+10000-01-01T00:00:00Z");

    String type() {
        return text("type");
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> invalid(name, "is missing"));
    }

    Optional<String> optionalText(String name) {
        return value(name).map(value -> {
            if (value instanceof JsonValue.Text text) {
                return text.value();
            }
            throw invalid(name, "must be a text");
        });
    }

    long number(String name) {
        if (value(name).orElseThrow(() -> invalid(name, "is missing")) instanceof JsonValue.Number number) {
            return converted(name, number, whole -> whole.value().longValueExact());
        }
        throw invalid(name, "must be a number");
    }

    boolean flag(String name) {
        return value(name).filter(JsonValue.of(true)::equals).isPresent();
    }

    UUID id(String name) {
        return converted(name, text(name), UUID::fromString);
    }

    <E extends Enum<E>> E word(String name, Class<E> words) {
        return converted(name, text(name), word -> Enum.valueOf(words, word));
    }

    Instant time(String name) {
        return converted(name, text(name), Line::instant);
    }

    Optional<Instant> optionalTime(String name) {
        return optionalText(name).map(text -> converted(name, text, Line::instant));
    }

    /** In a year of four digits, as every storage keeps it. */
    private static Instant instant(String text) {
        var time = Instant.parse(text);
        if (time.isBefore(EARLIEST) || !time.isBefore(LATEST)) {
            throw new DateTimeException("a year that is not kept");
        }
        return time;
    }

    JsonValue.Fields object(String name) {
        if (value(name).orElse(JsonValue.Fields.EMPTY) instanceof JsonValue.Fields object) {
            return object;
        }
        throw invalid(name, "must be an object");
    }

    Optional<Line> optionalObject(String name) {
        return value(name).map(value -> new Line(object(name)));
    }

    Optional<Duration> optionalSeconds(String name) {
        return value(name).map(value -> converted(name, number(name), Duration::ofSeconds));
    }

    List<Line> lines(String name) {
        var lines = new ArrayList<Line>();
        for (var item : items(name)) {
            if (!(item instanceof JsonValue.Fields object)) {
                throw invalid(name, "must hold objects");
            }
            lines.add(new Line(object));
        }
        return lines;
    }

    List<String> texts(String name) {
        var texts = new ArrayList<String>();
        for (var item : items(name)) {
            if (!(item instanceof JsonValue.Text text)) {
                throw invalid(name, "must hold texts");
            }
            texts.add(text.value());
        }
        return texts;
    }

    private List<JsonValue> items(String name) {
        if (value(name).orElseGet(() -> new JsonValue.Array(List.of())) instanceof JsonValue.Array array) {
            return array.items();
        }
        throw invalid(name, "must be an array");
    }

    JsonValue any(String name) {
        return value(name).orElseGet(JsonValue.Null::new);
    }

    /** What {@code make} makes of it; a shape that the domain does not know is Invalid. */
    <T> T as(Function<Line, T> make) {
        return converted("as a whole", this, make);
    }

    private Optional<JsonValue> value(String name) {
        return Optional.ofNullable(fields.fields().get(name)).filter(value -> !(value instanceof JsonValue.Null));
    }

    private <A, B> B converted(String name, A from, Function<A, B> conversion) {
        try {
            return conversion.apply(from);
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException unfit) {
            throw invalid(name, "is not what it should be");
        }
    }

    private Invalid invalid(String name, String reason) {
        return new Invalid(name, reason);
    }
}
