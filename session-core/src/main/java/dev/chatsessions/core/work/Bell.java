package dev.chatsessions.core.work;

import dev.chatsessions.LogScope;
import dev.chatsessions.spi.LiveSignal;
import dev.chatsessions.spi.Observer;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Rings when logs have grown: for listeners in this process at once, for other nodes through the signal. Says that
 * something happened, never what. Thread-safe.
 */
public final class Bell implements AfterCommit, AutoCloseable {

    private final LiveSignal signal;

    private final Observer observer;

    private final CopyOnWriteArrayList<LiveSignal.Listener> listeners = new CopyOnWriteArrayList<>();

    private final LiveSignal.Registration registration;

    public Bell(LiveSignal signal, Observer observer) {
        this.signal = signal;
        this.observer = observer;
        this.registration = signal.listen(new LiveSignal.Listener() {
            @Override
            public void grown(Set<LogScope> logs) {
                ringHere(logs);
            }

            @Override
            public void missed() {
                for (var listener : listeners) {
                    Quietly.run(observer, "bell", listener::missed);
                }
            }
        });
    }

    /** Tells {@code listener} of every ring, on the ringing thread, until the returned registration is closed. */
    public LiveSignal.Registration listen(LiveSignal.Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void committed(Writing writing) {
        var grown = writing.grown();
        if (!grown.isEmpty()) {
            ringHere(grown);
            Quietly.run(observer, "signal", () -> signal.ring(grown));
            Quietly.run(observer, "observer", () -> observer.appended(grown));
        }
        for (var task : writing.afterwards()) {
            Quietly.run(observer, "afterwards", task);
        }
    }

    private void ringHere(Set<LogScope> grown) {
        for (var listener : listeners) {
            Quietly.run(observer, "bell", () -> listener.grown(grown));
        }
    }

    @Override
    public void close() {
        registration.close();
        listeners.clear();
    }
}
