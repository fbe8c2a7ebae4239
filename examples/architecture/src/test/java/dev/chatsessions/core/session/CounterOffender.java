package dev.chatsessions.core.session;

import java.util.concurrent.atomic.AtomicLong;

public final class CounterOffender {

    private static final AtomicLong COUNT = new AtomicLong();

    long next() {
        return COUNT.incrementAndGet();
    }
}
