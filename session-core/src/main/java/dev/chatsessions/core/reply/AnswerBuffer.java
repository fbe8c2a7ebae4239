package dev.chatsessions.core.reply;

import dev.chatsessions.Text;
import dev.chatsessions.TokenCount;
import dev.chatsessions.core.work.Limits;
import dev.chatsessions.reply.Completion;
import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.reply.Progress;
import dev.chatsessions.reply.ReplyTicket;
import dev.chatsessions.reply.TextOffset;
import dev.chatsessions.spi.Assistant;
import dev.chatsessions.thread.Part;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What an assistant has said and the log does not hold yet. The assistant fills it, the delta writer empties it, one piece
 * at a time; what collects meanwhile goes with the next piece. Thread-safe.
 */
final class AnswerBuffer implements Assistant.Sink {

    /** So much may be unwritten before the assistant has to wait, in UTF-16 units. */
    private static final int HIGH_WATER = 1 << 17;

    private static final int LARGEST_PIECE = 1 << 14;

    private final ReplyTicket ticket;

    private final Consumer<AnswerBuffer> dirty;

    private final Deque<Item> items = new ArrayDeque<>();

    private final List<Part> tools = new ArrayList<>();

    /** What could not be written, to be written again just as it was: perhaps it is stored already. */
    private Optional<Piece> again = Optional.empty();

    private Optional<TokenCount> tokens = Optional.empty();

    private FinishReason reason = FinishReason.COMPLETE;

    private int unwritten;

    private int end;

    private int skipped;

    private boolean writing;

    /** How often in a row the lease could not be renewed because the session was held. */
    private int unrenewed;

    private boolean stopRequested;

    private boolean lost;

    private boolean full;

    AnswerBuffer(ReplyTicket ticket, Consumer<AnswerBuffer> dirty) {
        this.ticket = ticket;
        this.dirty = dirty;
        this.end = ticket.reply().end().value();
        this.stopRequested = ticket.reply().stopRequested();
    }

    /** Something to be written. */
    sealed interface Item {}

    /** Text, whose place in the answer is known when it is written. */
    record Words(StringBuilder text) implements Item {}

    record Status(String status) implements Item {}

    /** What the writer has taken to write. */
    record Piece(TextOffset offset, Item item) {

        int units() {
            return item instanceof Words text ? text.text().length() : 0;
        }
    }

    /** The last text, to be written with the end. */
    record Rest(TextOffset offset, String text) {}

    ReplyTicket ticket() {
        return ticket;
    }

    @Override
    public void text(String text) {
        synchronized (this) {
            while (unwritten > HIGH_WATER && !lost) {
                await();
            }
            var kept = lost || stopRequested || full ? "" : whatFits(text);
            if (kept.isEmpty()) {
                return;
            }
            if (items.peekLast() instanceof Words last) {
                last.text().append(kept);
            } else {
                items.add(new Words(new StringBuilder(kept)));
            }
            unwritten += kept.length();
        }
        dirty.accept(this);
    }

    /** An answer as large as any may be is cut off there. */
    private String whatFits(String text) {
        var room = ReplyRules.MAX_LENGTH - end - unwritten;
        if (text.length() <= room) {
            return text;
        }
        full = true;
        reason = FinishReason.LENGTH;
        return text.substring(0, room > 0 && Character.isHighSurrogate(text.charAt(room - 1)) ? room - 1 : room);
    }

    @Override
    public void status(String status) {
        synchronized (this) {
            if (lost || stopRequested) {
                return;
            }
            items.add(new Status(Limits.name("status", status, 500)));
        }
        dirty.accept(this);
    }

    @Override
    public synchronized void tool(Part part) {
        tools.add(part);
    }

    @Override
    public synchronized void consumed(TokenCount count) {
        tokens = Optional.of(count);
    }

    @Override
    public synchronized void finish(FinishReason why) {
        reason = full ? FinishReason.LENGTH : why;
    }

    @Override
    public synchronized boolean stopRequested() {
        return stopRequested || lost || full;
    }

    /** Whether there is something to write, and nobody writes it. */
    synchronized boolean hasMore() {
        return !writing && !lost && (again.isPresent() || !items.isEmpty());
    }

    /** Takes the next piece to write; empty when there is none, or one is being written, or it is half a character. */
    synchronized Optional<Piece> take() {
        if (writing || lost) {
            return Optional.empty();
        }
        var piece = again.or(this::takeNext);
        again = Optional.empty();
        writing = piece.isPresent();
        return piece;
    }

    private Optional<Piece> takeNext() {
        if (items.isEmpty()) {
            return Optional.empty();
        }
        return items.peek() instanceof Words text
                ? takeText(text)
                : Optional.of(new Piece(new TextOffset(end), items.poll()));
    }

    private Optional<Piece> takeText(Words first) {
        var text = first.text();
        var length = Math.min(text.length(), LARGEST_PIECE);
        if (Character.isHighSurrogate(text.charAt(length - 1))) {
            length--;
        }
        if (length == 0) {
            return takeAhead(first);
        }
        var piece = new Words(new StringBuilder(storable(text.substring(0, length))));
        text.delete(0, length);
        if (text.isEmpty()) {
            items.poll();
        }
        return Optional.of(new Piece(new TextOffset(end), piece));
    }

    /** Half a character waits for its other half, and what was reported in between does not wait for it. */
    private Optional<Piece> takeAhead(Words half) {
        if (items.size() == 1) {
            return Optional.empty();
        }
        items.poll();
        var reported = items.poll();
        if (items.peek() instanceof Words rest) {
            rest.text().insert(0, half.text());
        } else {
            items.addFirst(half);
        }
        return Optional.of(new Piece(new TextOffset(end), reported));
    }

    /** The piece was written. */
    void written(Piece piece, Progress progress) {
        synchronized (this) {
            told(progress);
            writing = false;
            skipped = 0;
            end = progress.end().value();
            unwritten -= piece.units();
            notifyAll();
        }
        dirty.accept(this);
    }

    /** The piece was not written, as far as is known, and comes next again; not of a reply that was lost. */
    synchronized void putBack(Piece piece) {
        writing = false;
        again = Optional.of(piece).filter(one -> !lost);
    }

    /** It could not be locked now. Says how often in a row. */
    synchronized int skipped() {
        return ++skipped;
    }

    /** The producer heard how its reply stands, and has its lease anew. */
    synchronized void told(Progress progress) {
        unrenewed = 0;
        if (progress.stopRequested()) {
            stop();
        }
    }

    /** The lease could not be renewed now. Says how often in a row. */
    synchronized int notRenewed() {
        return ++unrenewed;
    }

    /** What is not written yet is still kept; nothing more is taken. */
    synchronized void stop() {
        stopRequested = true;
        notifyAll();
    }

    /** The reply is no longer this producer's: nothing it says is kept. */
    synchronized void lose() {
        lost = true;
        writing = false;
        again = Optional.empty();
        items.clear();
        notifyAll();
    }

    synchronized boolean isLost() {
        return lost;
    }

    /**
     * Waits until nothing is being written and takes what is left, so that it can go with the end: a last text, if nothing
     * but one text is left. Anything else is waited for.
     */
    synchronized Rest drain() {
        while (!lost && (isUnderWay() || items.size() > 1 || unwritten > LARGEST_PIECE)) {
            await();
        }
        var rest = items.peek() instanceof Words words ? storable(words.text().toString()) : "";
        items.clear();
        return new Rest(new TextOffset(end), rest);
    }

    private boolean isUnderWay() {
        return writing || again.isPresent() || items.peek() instanceof Status;
    }

    synchronized Completion completion() {
        return new Completion(stopRequested ? FinishReason.STOPPED : reason, tools, tokens);
    }

    synchronized Optional<TokenCount> tokens() {
        return tokens;
    }

    private void await() {
        try {
            wait();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while an answer was being written", interrupted);
        }
    }

    /** What a model said, with what no storage keeps (U+0000, half a pair) made visible as U+FFFD; the length stays. */
    private static String storable(String text) {
        if (Text.isStorable(text)) {
            return text;
        }
        var clean = new StringBuilder(text);
        for (var i = 0; i < clean.length(); i++) {
            var unit = clean.charAt(i);
            var pair = Character.isHighSurrogate(unit)
                    && i + 1 < clean.length()
                    && Character.isLowSurrogate(clean.charAt(i + 1));
            if (pair) {
                i++;
            } else if (unit == 0 || Character.isSurrogate(unit)) {
                clean.setCharAt(i, '\uFFFD');
            }
        }
        return clean.toString();
    }
}
