package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chatsessions.PageCursor;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.Transcript;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The answer to {@code GET /chat/history}. */
record HistoryJson(
        String threadId,
        long messageCount,
        List<Entry> messages,
        Optional<String> before,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<String> after) {

    static HistoryJson from(Transcript transcript) {
        return new HistoryJson(
                transcript.thread().key(),
                transcript.thread().messageCount(),
                transcript.messages().stream().map(Entry::from).toList(),
                transcript.before().map(PageCursor::value),
                transcript.after().map(PageCursor::value));
    }

    static HistoryJson empty(String threadId) {
        return new HistoryJson(threadId, 0, List.of(), Optional.empty(), Optional.empty());
    }

    /** The messages, in the other direction. */
    static List<Entry> newestFirst(Transcript transcript) {
        var turned = new ArrayList<>(transcript.messages());
        Collections.reverse(turned);
        return turned.stream().map(Entry::from).toList();
    }

    record Entry(
            String role,
            String content,
            Instant timestamp,
            String id,
            long position,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<String> finishReason) {

        static Entry from(Message message) {
            return new Entry(
                    Words.of(message.role()),
                    message.text(),
                    message.createdAt(),
                    message.id().toString(),
                    message.position(),
                    MessageJson.finishReason(message.status()));
        }
    }
}
