package dev.chatsessions.server;

/** Tells on the error stream how far it came. Not thread-safe. */
final class Progress {

    private static final long TOLD_EVERY = 10_000;

    private long lines;

    void passed() {
        if (++lines % TOLD_EVERY == 0) {
            System.err.println(lines + " lines");
        }
    }

    void ended(String what) {
        System.err.println(lines + " lines " + what);
    }
}
