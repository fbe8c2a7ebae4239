package dev.chatsessions.server;

import java.io.IOException;
import java.io.UncheckedIOException;

/** What {@code kill} sends to a process. */
enum ProcessSignal {
    /** Takes all its processor time away, as a pause of its machine does. */
    STOP,
    CONT;

    void send(long process) {
        try {
            var code = new ProcessBuilder("kill", "-" + name(), Long.toString(process))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill -" + name() + " ended with " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
