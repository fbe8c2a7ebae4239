package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;

/** One JSON object a line, as {@code /me/export} sends them; one line at a time is held. For one thread. */
public final class JsonLines {

    static final String MEDIA_TYPE = "application/x-ndjson";

    /** A message of the greatest length, all of it escaped. */
    private static final int LONGEST = 8 << 20;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private JsonLines() {}

    /**
     * The lines of a stream, which stays the caller's to buffer and to close. A line that is no JSON object in UTF-8, or
     * longer than 8 MiB, is Invalid and named by its number. Empty lines are left out; lines may end in CR LF.
     */
    public static Iterator<JsonValue.Fields> read(InputStream in) {
        return new Lines(in);
    }

    /** Writes each line that it is given to a stream, which stays the caller's to buffer, to flush and to close. */
    public static Consumer<JsonValue.Fields> writing(OutputStream out) {
        return line -> {
            try {
                out.write(Json.bytes(Json.node(line)));
                out.write('\n');
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        };
    }

    private static final class Lines implements Iterator<JsonValue.Fields> {

        private final InputStream in;

        private long number;

        private Optional<JsonValue.Fields> next = Optional.empty();

        private boolean ended;

        Lines(InputStream in) {
            this.in = in;
        }

        @Override
        public boolean hasNext() {
            while (next.isEmpty() && !ended) {
                number++;
                var text = text(bytes());
                if (!text.isBlank()) {
                    next = Optional.of(object(text));
                }
            }
            return next.isPresent();
        }

        @Override
        public JsonValue.Fields next() {
            if (!hasNext()) {
                throw new NoSuchElementException("there is no line more");
            }
            var line = next.orElseThrow();
            next = Optional.empty();
            return line;
        }

        private byte[] bytes() {
            var line = new ByteArrayOutputStream();
            try {
                for (var each = in.read(); each != '\n'; each = in.read()) {
                    if (each < 0) {
                        ended = true;
                        break;
                    }
                    if (line.size() == LONGEST) {
                        throw invalid("is longer than 8 MiB");
                    }
                    line.write(each);
                }
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
            return line.toByteArray();
        }

        private String text(byte[] line) {
            try {
                var text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(line))
                        .toString();
                return number == 1 && text.indexOf(BYTE_ORDER_MARK) == 0 ? text.substring(1) : text;
            } catch (CharacterCodingException other) {
                throw invalid("is not in UTF-8");
            }
        }

        private JsonValue.Fields object(String text) {
            try {
                if (Json.value(Json.read(text)) instanceof JsonValue.Fields object) {
                    return object;
                }
            } catch (JsonProcessingException | IllegalArgumentException unreadable) {
                throw invalid("is no JSON object that can be kept");
            }
            throw invalid("is no JSON object");
        }

        private Invalid invalid(String reason) {
            return new Invalid("line " + number, reason);
        }
    }
}
