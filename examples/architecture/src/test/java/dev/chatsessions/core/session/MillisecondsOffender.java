package dev.chatsessions.core.session;

public final class MillisecondsOffender {

    long now() {
        return System.currentTimeMillis();
    }
}
