package dev.chatsessions.adapter.javalin;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/** A WebSocket. Thread-safe. */
final class SocketCarrier implements Carrier {

    private static final byte[] NOTHING = {};

    private final Session session;

    private final Duration heartbeat;

    private final Duration pongWait;

    private final Executor afterGrace;

    private volatile LiveConnection connection;

    private boolean writing;

    /** Whether the connection heard that there is no room. */
    private boolean refused;

    private boolean awaitsPong;

    /** Whether the client is not listened to, so that its pong may be waiting to be read. */
    private boolean deaf;

    private long lastPing = System.nanoTime();

    /**
     * @param afterGrace runs a step when a client had its time to say goodbye
     */
    SocketCarrier(Session session, Duration heartbeat, Duration pongWait, Executor afterGrace) {
        this.session = session;
        this.heartbeat = heartbeat;
        this.pongWait = pongWait;
        this.afterGrace = afterGrace;
    }

    @Override
    public Framing framing() {
        return Framing.SOCKET;
    }

    /** The close code says it. */
    @Override
    public byte[] comeBack() {
        return NOTHING;
    }

    @Override
    public void carry(LiveConnection carried) {
        connection = carried;
        carried.roomAgain();
    }

    @Override
    public synchronized boolean isReady() {
        refused = writing;
        return !writing;
    }

    @Override
    public void write(byte[] frame, int from, int length) {
        synchronized (this) {
            writing = true;
        }
        var text = new String(frame, from, length, StandardCharsets.UTF_8);
        session.sendPartialText(text, from + length == frame.length, Callback.from(this::written, this::broken));
    }

    private void written() {
        boolean awaited;
        synchronized (this) {
            writing = false;
            awaited = refused;
            refused = false;
        }
        if (awaited) {
            connection.roomAgain();
        }
    }

    private void broken(Throwable failure) {
        session.disconnect();
        connection.gone();
    }

    /** Jetty lets nothing wait. */
    @Override
    public void flush() {}

    /** A ping at each heartbeat, also while there is much to say: only its pong shows that anybody reads it. */
    @Override
    public void beat(long now, long silent) {
        boolean lost;
        synchronized (this) {
            lost = awaitsPong && now - lastPing > pongWait.toNanos();
            if (deaf || (!lost && (awaitsPong || now - lastPing < heartbeat.toNanos()))) {
                return;
            }
            awaitsPong = true;
            lastPing = lost ? lastPing : now;
        }
        if (lost) {
            connection.fail(Ending.SILENT);
        } else {
            session.sendPing(ByteBuffer.allocate(0), Callback.from(() -> {}, this::broken));
        }
    }

    /** The client answered a ping. */
    synchronized void pong() {
        awaitsPong = false;
    }

    /** Reads the next frame of the client's; while much waits for it, first has it take that. */
    void listen() {
        if (!connection.isFull()) {
            session.demand();
            return;
        }
        synchronized (this) {
            deaf = true;
        }
        connection.whenDrained(() -> {
            synchronized (this) {
                deaf = false;
                awaitsPong = false;
            }
            session.demand();
        });
    }

    @Override
    public void end(Ending how) {
        cut(how);
    }

    /** Says goodbye, which a client that does not read never hears; so the socket is not left to it. */
    @Override
    public void cut(Ending how) {
        session.close(how.code(), how.reason(), Callback.NOOP);
        afterGrace.execute(session::disconnect);
    }
}
