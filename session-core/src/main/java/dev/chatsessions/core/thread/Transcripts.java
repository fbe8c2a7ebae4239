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
import dev.chatsessions.thread.ChatThread;
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

    /** The same with no more than so many bytes of text, but for its first message. */
    public static Transcript read(
            Stores stores, SessionAccess access, ThreadId thread, PageRequest page, int piece, long bytes) {
        var place = PageCursors.place(page, new Messages(thread), Place::parse).orElse(Place.END);
        return place.after()
                ? after(stores, access, thread, place.position(), page.limit(), piece, bytes)
                : before(stores, access, thread, place.position(), page.limit(), piece, bytes);
    }

    private static Transcript before(
            Stores stores, SessionAccess access, ThreadId thread, long end, int limit, int piece, long bytes) {
        var newestFirst = new ArrayList<Message>();
        var before = end;
        while (true) {
            var history = stores.messages()
                    .history(access, thread, before, Math.min(piece, limit - newestFirst.size()))
                    .orElseThrow(() -> Access.missing(stores, access, thread));
            newestFirst.addAll(reversed(history.messages()));
            var fitting = fitting(newestFirst, bytes);
            var isWhole = fitting.size() == newestFirst.size();
            if (!isWhole || fitting.size() == limit || !history.older()) {
                return transcript(
                        history.thread(), reversed(fitting), history.older() || !isWhole, end != Long.MAX_VALUE);
            }
            before = history.messages().get(0).position();
        }
    }

    /** One message more than is wanted tells whether there are later ones. */
    private static Transcript after(
            Stores stores, SessionAccess access, ThreadId thread, long begin, int limit, int piece, long bytes) {
        var in = stores.threads().find(access, thread).orElseThrow(() -> Access.missing(stores, access, thread));
        var oldestFirst = new ArrayList<Message>();
        var after = begin;
        while (true) {
            var wanted = Math.min(piece, limit - oldestFirst.size()) + 1;
            var later = stores.messages().later(access, thread, after, wanted);
            oldestFirst.addAll(later);
            var most = fitting(oldestFirst, bytes);
            var shown = most.subList(0, Math.min(limit, most.size()));
            if (shown.size() < oldestFirst.size() || later.size() < wanted) {
                return transcript(in, shown, true, shown.size() < oldestFirst.size());
            }
            after = later.get(later.size() - 1).position();
        }
    }

    /** What was read in one piece, the newest of the thread, as much as there may be of text in a page. */
    static Transcript fitting(History history) {
        var fitting = fitting(reversed(history.messages()), Limits.TEXT_BYTES);
        var all = fitting.size() == history.messages().size();
        return transcript(history.thread(), reversed(fitting), history.older() || !all, false);
    }

    /** As many of the first as there may be of text. */
    private static List<Message> fitting(List<Message> inTurn, long bytes) {
        var left = bytes;
        for (var i = 0; i < inTurn.size(); i++) {
            left -= MessageRules.bytes(inTurn.get(i).parts());
            if (left < 0 && i > 0) {
                return inTurn.subList(0, i);
            }
        }
        return inTurn;
    }

    private static List<Message> reversed(List<Message> messages) {
        var turned = new ArrayList<>(messages);
        Collections.reverse(turned);
        return turned;
    }

    private static Transcript transcript(ChatThread thread, List<Message> messages, boolean older, boolean newer) {
        var none = messages.isEmpty();
        return new Transcript(
                thread,
                messages,
                older && !none
                        ? Optional.of(cursor(new Place(messages.get(0).position(), false), thread))
                        : Optional.empty(),
                newer && !none
                        ? Optional.of(cursor(
                                new Place(messages.get(messages.size() - 1).position(), true), thread))
                        : Optional.empty());
    }

    private static PageCursor cursor(Place place, ChatThread thread) {
        return PageCursors.cursor(new Messages(thread.id()), place.toString());
    }

    /**
     * Where a part of a thread's history begins.
     *
     * @param after whether it is what comes after the position, and not what comes before
     */
    private record Place(long position, boolean after) {

        static final Place END = new Place(Long.MAX_VALUE, false);

        private static final String AFTER = ">";

        static Place parse(String text) {
            var after = text.startsWith(AFTER);
            return new Place(Long.parseLong(after ? text.substring(AFTER.length()) : text), after);
        }

        @Override
        public String toString() {
            return (after ? AFTER : "") + position;
        }
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
