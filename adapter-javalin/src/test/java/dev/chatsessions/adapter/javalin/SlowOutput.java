package dev.chatsessions.adapter.javalin;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A container's output that takes as many writes as the test allows, and fails a write that was not asked for. */
final class SlowOutput extends ServletOutputStream {

    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

    private int room;

    private boolean asked;

    private boolean refused = true;

    private int largest;

    private int flushes;

    /** Makes room for so many writes and flushes; true when the connection waits to be told. */
    synchronized boolean allow(int writes) {
        room += writes;
        var waiting = refused;
        refused = false;
        return waiting;
    }

    synchronized String text() {
        return taken.toString(StandardCharsets.UTF_8);
    }

    synchronized int largest() {
        return largest;
    }

    synchronized int flushes() {
        return flushes;
    }

    @Override
    public synchronized boolean isReady() {
        asked = room > 0;
        refused = !asked;
        return asked;
    }

    @Override
    public void setWriteListener(WriteListener listener) {}

    @Override
    public void write(int single) {
        throw new AssertionError("a byte alone");
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
        use();
        largest = Math.max(largest, length);
        taken.write(bytes, from, length);
    }

    @Override
    public synchronized void flush() {
        use();
        flushes++;
    }

    private void use() {
        if (!asked) {
            throw new AssertionError("written without asking whether there is room");
        }
        asked = false;
        room--;
    }
}
