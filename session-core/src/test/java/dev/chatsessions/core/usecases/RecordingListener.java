package dev.chatsessions.core.usecases;

import dev.chatsessions.Cursor;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.live.Gap;
import dev.chatsessions.live.Listener;
import dev.chatsessions.live.StreamEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Remembers what it is told, and lets a test wait for it. Thread-safe. */
public final class RecordingListener implements Listener {

    private final List<String> calls = new ArrayList<>();

    private final List<LiveEvent> events = new ArrayList<>();

    private Optional<Cursor> hello = Optional.empty();

    private Optional<Cursor> through = Optional.empty();

    private Optional<Gap> gap = Optional.empty();

    private Optional<StreamEnd> end = Optional.empty();

    @Override
    public synchronized void hello(Cursor head) {
        hello = Optional.of(head);
        told("hello");
    }

    @Override
    public synchronized void events(List<LiveEvent> more, Cursor upTo) {
        events.addAll(more);
        through = Optional.of(upTo);
        told("events");
    }

    @Override
    public synchronized void gap(Gap missed) {
        gap = Optional.of(missed);
        told("gap");
    }

    @Override
    public synchronized void ended(StreamEnd why) {
        end = Optional.of(why);
        told("ended");
    }

    private void told(String call) {
        calls.add(call);
        notifyAll();
    }

    /** The names of all calls, in order. */
    public synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    /** All events so far. */
    public synchronized List<LiveEvent> events() {
        return List.copyOf(events);
    }

    /** The kinds of all events so far. */
    public List<String> kinds() {
        return events().stream().map(LiveEvent::kind).toList();
    }

    /** The sequences of all events so far. */
    public List<Long> sequences() {
        return events().stream().map(LiveEvent::sequence).toList();
    }

    /** Where to resume after the last events. */
    public synchronized Cursor through() {
        return through.orElseThrow(() -> new AssertionError("no event was told yet"));
    }

    /** The first call. */
    public Cursor awaitHello() {
        return await(() -> hello, "hello");
    }

    /** The first event of this kind of record that is as wanted. */
    public <E extends LiveEvent> E awaitEvent(Class<E> type, Predicate<E> wanted) {
        return await(
                () -> events.stream()
                        .filter(type::isInstance)
                        .map(type::cast)
                        .filter(wanted)
                        .findFirst(),
                "a " + type.getSimpleName());
    }

    /** The first event of this kind of record. */
    public <E extends LiveEvent> E awaitEvent(Class<E> type) {
        return awaitEvent(type, event -> true);
    }

    public Gap awaitGap() {
        return await(() -> gap, "a gap");
    }

    public StreamEnd awaitEnd() {
        return await(() -> end, "the end of the stream");
    }

    private synchronized <T> T await(Supplier<Optional<T>> wanted, String what) {
        var until = System.nanoTime() + Patience.LIMIT.toNanos();
        try {
            for (var there = wanted.get(); ; there = wanted.get()) {
                if (there.isPresent()) {
                    return there.get();
                }
                var left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
                if (left <= 0) {
                    var last = kinds().subList(Math.max(0, events.size() - 10), events.size());
                    throw new AssertionError(
                            Patience.gaveUp(what).getMessage() + "; told were " + calls + " of which the last " + last);
                }
                wait(left);
            }
        } catch (InterruptedException interrupted) {
            throw Patience.interrupted(what, interrupted);
        }
    }
}
