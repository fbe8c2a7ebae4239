package dev.chatsessions.server;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Tells on the error stream how many lines went by. Not thread-safe. */
final class Progress {

    private static final long TOLD_EVERY = 10_000;

    private long lines;

    private boolean isInLine;

    /** The same stream, whose lines are counted as they are written. */
    OutputStream counting(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(int each) throws IOException {
                out.write(each);
                passed(each);
            }

            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                out.write(bytes, from, count);
                passed(bytes, from, count);
            }
        };
    }

    /** The same stream, whose lines are counted as they are read. */
    InputStream counting(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                var each = in.read();
                if (each >= 0) {
                    passed(each);
                }
                return each;
            }

            @Override
            public int read(byte[] bytes, int from, int count) throws IOException {
                var read = in.read(bytes, from, count);
                passed(bytes, from, read);
                return read;
            }
        };
    }

    private void passed(byte[] bytes, int from, int count) {
        for (var place = from; place < from + count; place++) {
            passed(bytes[place]);
        }
    }

    private void passed(int each) {
        isInLine = each != '\n';
        if (!isInLine && ++lines % TOLD_EVERY == 0) {
            System.err.println(lines + " lines");
        }
    }

    void ended(String what) {
        System.err.println((isInLine ? lines + 1 : lines) + " lines " + what);
    }
}
