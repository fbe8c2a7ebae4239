package dev.chatsessions.core.thread;

import dev.chatsessions.PageCursor;
import dev.chatsessions.PageRequest;
import dev.chatsessions.ThreadId;
import dev.chatsessions.core.work.Access;
import dev.chatsessions.core.work.Limits;
import dev.chatsessions.core.work.PageCursors;
import dev.chatsessions.spi.MessageStore.History;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.Transcript;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Reads parts of threads' histories, a few messages at a time, as each of them may be large. */
public final class Transcripts {

    /** As many as a page has by default: such a one is read at once. */
    private static final int PIECE = 50;

    private Transcripts() {}

    /** Whether the store is asked only once for this page. */
    static boolean isOnePiece(PageRequest page) {
        return page.limit() <= PIECE;
    }

    /** The messages of the page, as many as there may be of text in one. */
    static Transcript read(Stores stores, SessionAccess access, ThreadId thread, PageRequest page) {
        return read(stores, access, thread, page, PIECE, Limits.TEXT_BYTES);
    }

    /** The newest messages of the page with no more than so many bytes of text, but for the first one. */
    public static Transcript read(
            Stores stores, SessionAccess access, ThreadId thread, PageRequest page, int piece, long bytes) {
        var newestFirst = new ArrayList<Message>();
        var before =
                PageCursors.place(page, new Messages(thread), Long::parseLong).orElse(Long.MAX_VALUE);
        while (true) {
            var history = stores.messages()
                    .history(access, thread, before, Math.min(piece, page.limit() - newestFirst.size()))
                    .orElseThrow(() -> Access.missing(stores, access, thread));
            newestFirst.addAll(reversed(history.messages()));
            var fitting = fitting(newestFirst, bytes);
            if (fitting.size() < newestFirst.size()) {
                return transcript(new History(history.thread(), reversed(fitting), true));
            }
            if (fitting.size() == page.limit() || !history.older()) {
                return transcript(new History(history.thread(), reversed(fitting), history.older()));
            }
            before = history.messages().get(0).position();
        }
    }

    /** What was read in one piece, as much as there may be of text in a page. */
    static Transcript fitting(History history) {
        var fitting = fitting(reversed(history.messages()), Limits.TEXT_BYTES);
        var all = fitting.size() == history.messages().size();
        return transcript(new History(history.thread(), reversed(fitting), history.older() || !all));
    }

    private static List<Message> fitting(List<Message> newestFirst, long bytes) {
        var left = bytes;
        for (var i = 0; i < newestFirst.size(); i++) {
            left -= MessageRules.bytes(newestFirst.get(i).parts());
            if (left < 0 && i > 0) {
                return newestFirst.subList(0, i);
            }
        }
        return newestFirst;
    }

    private static List<Message> reversed(List<Message> messages) {
        var turned = new ArrayList<>(messages);
        Collections.reverse(turned);
        return turned;
    }

    private static Transcript transcript(History history) {
        var messages = history.messages();
        return new Transcript(
                history.thread(), messages, history.older() ? Optional.of(before(messages.get(0))) : Optional.empty());
    }

    /** Where the part of a thread's history begins that ends before {@code message}. */
    private static PageCursor before(Message message) {
        return PageCursors.cursor(new Messages(message.thread()), Long.toString(message.position()));
    }

    /** What a place in a thread's history belongs to; known by a number that is the same in every process. */
    private record Messages(ThreadId thread) {
        @Override
        public int hashCode() {
            var id = thread.value();
            return 31 * Long.hashCode(id.getMostSignificantBits()) + Long.hashCode(id.getLeastSignificantBits());
        }
    }
}
