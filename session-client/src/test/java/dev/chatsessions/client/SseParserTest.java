package dev.chatsessions.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseParserTest {

    private final List<String> told = new ArrayList<>();

    private final SseParser parser = new SseParser(new SseParser.Sink() {
        @Override
        public void event(Optional<String> id, Optional<String> data) {
            told.add(id.orElse("-") + "|" + data.orElse("-"));
        }

        @Override
        public void retry(Duration wait) {
            told.add("retry " + wait.toMillis());
        }
    });

    private void read(String text) {
        parser.read(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void lines_end_as_they_like(String end) {
        read(String.join(end, "id: 1", "data: one", "", "data: two", "", ""));

        assertEquals(List.of("1|one", "-|two"), told);
    }

    @Test
    void bytes_may_be_cut_anywhere() {
        var whole = "\uFEFFretry: 1500\n\nid: 7\ndata: Größe 🎈\n\n: hb\n\ndata: a\r\ndata: b\r\n\r\nid: 8\n\n";
        var expected = List.of("retry 1500", "7|Größe 🎈", "-|a\nb", "8|-");
        var bytes = whole.getBytes(StandardCharsets.UTF_8);
        for (var size = 1; size <= bytes.length; size++) {
            told.clear();
            var fresh = new SseParserTest();
            for (var at = 0; at < bytes.length; at += size) {
                fresh.parser.read(ByteBuffer.wrap(bytes, at, Math.min(size, bytes.length - at)));
            }
            assertEquals(expected, fresh.told, "cut every " + size + " bytes");
        }
    }

    @Test
    void an_event_without_its_empty_line_has_not_happened() {
        read("id: 1\ndata: half");

        assertEquals(List.of(), told);
    }

    @Test
    void what_the_standard_ignores_is_ignored() {
        read("id: a\0b\nevent: x\nfoo: bar\nretry: soon\ndata\n\n:only a comment\n\n");

        assertEquals(List.of("-|"), told);
    }

    @Test
    void a_line_beyond_all_measure_ends_the_reading() {
        var much = "x".repeat(1 << 20);

        assertThrows(IllegalStateException.class, () -> {
            for (var i = 0; i < 9; i++) {
                read(much);
            }
        });
    }
}
