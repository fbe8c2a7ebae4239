package dev.chatsessions.examples.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JsonRpcPeerTest {

    private static final JsonRpcPeer.Ear DEAF = new JsonRpcPeer.Ear() {
        @Override
        public void told(String method, JsonNode params) {
            // Nobody speaks here.
        }

        @Override
        public void asked(JsonNode id, String method, JsonNode params) {
            // Nobody speaks here.
        }
    };

    @Test
    void who_does_not_read_holds_up_nobody_and_reads_it_later() throws IOException {
        var narrow = new PipedInputStream(16);
        try (var said = new PipedOutputStream(narrow);
                var silence = new PipedOutputStream();
                var heard = new PipedInputStream(silence)) {
            var peer = new JsonRpcPeer(heard, said, DEAF, () -> new AgentFailure("gone"));
            peer.start();

            var answer = peer.call("first", ServerApi.fields().put("text", "x".repeat(100)));
            peer.tell("second", ServerApi.fields());
            peer.answer(ServerApi.fields(), ServerApi.fields());
            peer.hangUp();

            assertFalse(answer.isDone());
            assertEquals("first second ", String.join(" ", methods(narrow).toList()));
        }
    }

    @Test
    void who_never_reads_is_asked_nothing_that_it_would_not_hear() throws IOException {
        try (var said = new PipedOutputStream(new PipedInputStream(16));
                var silence = new PipedOutputStream();
                var heard = new PipedInputStream(silence)) {
            var peer = new JsonRpcPeer(heard, said, DEAF, () -> new AgentFailure("gone"));
            peer.start();

            var early = peer.call("first", ServerApi.fields().put("text", "x".repeat(100)));
            IntStream.range(0, 1_001).forEach(number -> peer.tell("more", ServerApi.fields()));
            var late = peer.call("last", ServerApi.fields());

            var failure = assertThrows(AgentFailure.class, () -> JsonRpcPeer.awaited(late));
            assertEquals("the agent does not read what it is told", failure.getMessage());
            assertFalse(early.isDone());
        }
    }

    /** Until the end. */
    private static Stream<String> methods(PipedInputStream said) {
        return new BufferedReader(new InputStreamReader(said, StandardCharsets.UTF_8))
                .lines()
                .map(line -> ServerApi.read(line).path("method").asText());
    }
}
