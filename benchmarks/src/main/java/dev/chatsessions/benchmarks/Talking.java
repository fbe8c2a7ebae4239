package dev.chatsessions.benchmarks;

import java.util.concurrent.CountDownLatch;

/** Many questions to one model at once, by one way or another. */
interface Talking extends AutoCloseable {

    /** Asks question {@code number}; tells of the first word and of the end. Returns at once. */
    void ask(int number, Heard heard);

    @Override
    void close();

    /** When the first word of one answer came. Thread-safe. */
    final class Heard {

        private final long asked = System.nanoTime();

        private final CountDownLatch end;

        private long first;

        Heard(CountDownLatch end) {
            this.end = end;
        }

        synchronized void word() {
            if (first == 0) {
                first = System.nanoTime() - asked;
            }
        }

        void end() {
            end.countDown();
        }

        synchronized long first() {
            return first;
        }
    }
}
