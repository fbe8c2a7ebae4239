package dev.chatsessions.core.session;

public final class ArrayOffender {

    private static final long[] COUNT = new long[1];

    long next() {
        return ++COUNT[0];
    }
}
