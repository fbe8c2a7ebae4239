package dev.chatsessions.core.thread;

import dev.chatsessions.PageCursor;
import dev.chatsessions.PageRequest;
import dev.chatsessions.ThreadId;
import dev.chatsessions.core.work.Access;
import dev.chatsessions.core.work.PageCursors;
import dev.chatsessions.spi.MessageStore.History;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.Transcript;
import java.util.Optional;

/** Parts of a thread's history, and the cursors from one to the next. Stateless. */
public final class Transcripts {

    private Transcripts() {}

    /** A part of a thread's history, read in the caller's transaction. */
    public static Transcript read(Stores stores, SessionAccess access, ThreadId thread, PageRequest page) {
        var before =
                PageCursors.place(page, new Messages(thread), Long::parseLong).orElse(Long.MAX_VALUE);
        return stores.messages()
                .history(access, thread, before, page.limit())
                .map(Transcripts::of)
                .orElseThrow(() -> Access.missing(stores, access, thread));
    }

    /** What a place in a thread's history belongs to; known by a number that is the same in every process. */
    private record Messages(ThreadId thread) {
        @Override
        public int hashCode() {
            var id = thread.value();
            return 31 * Long.hashCode(id.getMostSignificantBits()) + Long.hashCode(id.getLeastSignificantBits());
        }
    }

    static Transcript of(History history) {
        var messages = history.messages();
        return new Transcript(
                history.thread(), messages, history.older() ? Optional.of(before(messages.get(0))) : Optional.empty());
    }

    /** Where the part of a thread's history begins that ends before {@code message}. */
    public static PageCursor before(Message message) {
        return PageCursors.cursor(new Messages(message.thread()), Long.toString(message.position()));
    }
}
