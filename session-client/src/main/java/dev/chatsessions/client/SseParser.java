package dev.chatsessions.client;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Reads server-sent events from bytes, however they were cut (WHATWG HTML, section 9.2.6). One line is bounded. Used by one
 * thread at a time.
 */
final class SseParser {

    private static final int LONGEST_LINE = 8 << 20;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Sink sink;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private boolean begun;

    private boolean afterReturn;

    private Optional<String> id = Optional.empty();

    private Optional<StringBuilder> data = Optional.empty();

    SseParser(Sink sink) {
        this.sink = sink;
    }

    /** Where it goes. */
    interface Sink {

        /** An event; or, with empty data, only a place to resume after. */
        void event(Optional<String> id, Optional<String> data);

        /** How long to wait before coming back. */
        void retry(Duration wait);
    }

    /** @throws IllegalStateException when a line grows beyond all measure */
    void read(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            var next = bytes.get();
            if (next == '\n' && afterReturn) {
                afterReturn = false;
                continue;
            }
            afterReturn = next == '\r';
            if (next == '\n' || next == '\r') {
                endLine();
            } else if (line.size() < LONGEST_LINE) {
                line.write(next);
            } else {
                throw new IllegalStateException("a line of the stream is over " + LONGEST_LINE + " bytes");
            }
        }
    }

    private void endLine() {
        var text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (!begun && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
            text = text.substring(1);
        }
        begun = true;
        if (text.isEmpty()) {
            dispatch();
            return;
        }
        var colon = text.indexOf(':');
        var field = colon < 0 ? text : text.substring(0, colon);
        var value = colon < 0 ? "" : text.substring(colon + 1);
        field(field, value.startsWith(" ") ? value.substring(1) : value);
    }

    private void field(String field, String value) {
        switch (field) {
            case "id" -> {
                if (value.indexOf('\0') < 0) {
                    id = Optional.of(value);
                }
            }
            case "data" ->
                data = Optional.of(data.map(before -> before.append('\n'))
                        .orElseGet(StringBuilder::new)
                        .append(value));
            case "retry" -> {
                if (value.matches("[0-9]{1,9}")) {
                    sink.retry(Duration.ofMillis(Long.parseLong(value)));
                }
            }
            default -> {
                // A comment, or a field that the standard says to ignore.
            }
        }
    }

    private void dispatch() {
        var place = id;
        var text = data.map(StringBuilder::toString);
        id = Optional.empty();
        data = Optional.empty();
        if (place.isPresent() || text.isPresent()) {
            sink.event(place, text);
        }
    }
}
