package dev.chatsessions.examples.worker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The end of what a process says of its own trouble. All before is dropped, so that it may say as much as it likes for as long
 * as it lives. Thread-safe.
 */
final class LastWords {

    private static final int KEPT = 300;

    private static final int BUFFER = 8192;

    private static final long LIMIT_MILLIS = 2_000;

    private final Thread listener;

    private byte[] end = {};

    private LastWords(InputStream said) {
        listener = WorkerThreads.named("agent-errors").newThread(() -> listen(said));
    }

    static LastWords of(InputStream said) {
        var words = new LastWords(said);
        words.listener.start();
        return words;
    }

    private void listen(InputStream said) {
        var more = new byte[BUFFER];
        try (said) {
            for (var count = said.read(more); count >= 0; count = said.read(more)) {
                keep(more, count);
            }
        } catch (IOException closed) {
            // Nothing more is to be heard of one that was ended.
        }
    }

    private synchronized void keep(byte[] more, int count) {
        var whole = Arrays.copyOf(end, end.length + count);
        System.arraycopy(more, 0, whole, end.length, count);
        end = Arrays.copyOfRange(whole, Math.max(0, whole.length - KEPT), whole.length);
    }

    /** The last line, once the process has ended; empty where it said nothing. */
    String line() {
        try {
            listener.join(LIMIT_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            var said = new String(end, StandardCharsets.UTF_8).strip();
            return said.substring(said.lastIndexOf('\n') + 1);
        }
    }
}
