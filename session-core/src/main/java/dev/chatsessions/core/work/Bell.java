package dev.chatsessions.core.work;

import dev.chatsessions.ChatSessionsException;
import dev.chatsessions.LogScope;
import dev.chatsessions.spi.LiveSignal;
import dev.chatsessions.spi.Observer;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Rings when logs have grown: for listeners in this process at once, for other nodes through the signal. Tells others that
 * something happened, never what. Thread-safe.
 */
public final class Bell implements AfterCommit, AutoCloseable {

    private final LiveSignal signal;

    private final Observer observer;

    private final CopyOnWriteArrayList<Listener> listeners = new CopyOnWriteArrayList<>();

    private final LiveSignal.Registration registration;

    public Bell(LiveSignal signal, Observer observer) {
        this.signal = signal;
        this.observer = observer;
        this.registration = signal.listen(new LiveSignal.Listener() {
            @Override
            public void grown(Set<LogScope> logs) {
                ringHere(listener -> listener.grown(logs));
            }

            @Override
            public void missed() {
                ringHere(LiveSignal.Listener::missed);
            }
        });
    }

    /** Who wants to know. */
    public interface Listener extends LiveSignal.Listener {

        /** This process made logs grow, which is durable. */
        void written(Writing writing);
    }

    /** Tells {@code listener} of every ring, on the ringing thread, until the returned registration is closed. */
    public LiveSignal.Registration listen(Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void committed(Writing writing) {
        var grown = writing.grown();
        if (!grown.isEmpty()) {
            ringHere(listener -> listener.written(writing));
            Quietly.run(observer, "signal", () -> signal.ring(grown));
            Quietly.run(observer, "observer", () -> observer.appended(grown));
        }
        for (var what : writing.observed()) {
            Quietly.run(observer, "observer", () -> what.accept(observer));
        }
        for (var task : writing.afterwards()) {
            Quietly.run(observer, "afterwards", task);
        }
    }

    @Override
    public void refused(ChatSessionsException why) {
        Quietly.run(observer, "observer", () -> observer.refused(why.code()));
    }

    private void ringHere(Consumer<Listener> ring) {
        for (var listener : listeners) {
            Quietly.run(observer, "bell", () -> ring.accept(listener));
        }
    }

    @Override
    public void close() {
        registration.close();
        listeners.clear();
    }
}
