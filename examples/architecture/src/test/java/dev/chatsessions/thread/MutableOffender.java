package dev.chatsessions.thread;

public final class MutableOffender {

    private int count;

    public int next() {
        return ++count;
    }
}
