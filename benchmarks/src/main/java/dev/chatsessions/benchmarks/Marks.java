package dev.chatsessions.benchmarks;

import java.util.function.LongConsumer;

/** Finds the marks, {@code #17;}, in what comes over one connection after its head, in whatever pieces. Not thread-safe. */
final class Marks {

    private static final int NONE = -1;

    private final boolean chunked;

    /** Of the chunk that is being read. */
    private long left;

    private long size;

    private boolean sized;

    private long mark = NONE;

    /**
     * @param chunked whether what comes is in chunks of HTTP/1.1, which may be cut within a mark
     */
    Marks(boolean chunked) {
        this.chunked = chunked;
        this.left = chunked ? 0 : Long.MAX_VALUE;
    }

    void read(byte[] bytes, int from, int to, LongConsumer found) {
        var at = from;
        while (at < to) {
            if (chunked && left == 0) {
                readSize(bytes[at++]);
                continue;
            }
            var end = at + (int) Math.min(to - at, left);
            scan(bytes, at, end, found);
            left -= end - at;
            at = end;
        }
    }

    private void readSize(byte next) {
        if (next == '\n' && sized) {
            left = size;
            size = 0;
            sized = false;
        } else if (next > ' ') {
            size = size * 16 + Character.digit(next, 16);
            sized = true;
        }
    }

    private void scan(byte[] bytes, int from, int to, LongConsumer found) {
        for (var at = from; at < to; at++) {
            var next = bytes[at];
            if (next == '#') {
                mark = 0;
            } else if (mark != NONE) {
                if (next >= '0' && next <= '9') {
                    mark = mark * 10 + next - '0';
                } else {
                    if (next == ';') {
                        found.accept(mark);
                    }
                    mark = NONE;
                }
            }
        }
    }
}
