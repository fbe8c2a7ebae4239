package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatsessions.Cursor;
import dev.chatsessions.LiveEvent;
import java.lang.ref.WeakReference;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

/**
 * The events of the logs as JSON and in frames. Whoever listens to a log is told the same event, one after the other, so it
 * is rendered and framed for the first of them; nothing is kept longer than until garbage is next collected. Thread-safe.
 */
final class RenderedEvents {

    /** Events of one log that are told together have a slot each. */
    private static final int SLOTS = 512;

    private final AtomicReferenceArray<WeakReference<Rendered>> slots = new AtomicReferenceArray<>(SLOTS);

    private final Function<LiveEvent, ObjectNode> rendering;

    RenderedEvents(Function<LiveEvent, ObjectNode> rendering) {
        this.rendering = rendering;
        for (var slot = 0; slot < SLOTS; slot++) {
            slots.set(slot, new WeakReference<>(null));
        }
    }

    /** The same to everybody. */
    Rendered of(LiveEvent event) {
        var slot = (int) (event.sequence() % SLOTS);
        return Optional.ofNullable(slots.get(slot).get())
                .filter(rendered -> rendered.event == event)
                .orElseGet(() -> render(slot, event));
    }

    private Rendered render(int slot, LiveEvent event) {
        var rendered = new Rendered(event, Json.bytes(rendering.apply(event)));
        slots.set(slot, new WeakReference<>(rendered));
        return rendered;
    }

    /** One event. Thread-safe. */
    static final class Rendered {

        private final LiveEvent event;

        private final byte[] json;

        private final AtomicReferenceArray<Framed> frames = new AtomicReferenceArray<>(Framing.values().length);

        Rendered(LiveEvent event, byte[] json) {
            this.event = event;
            this.json = json;
        }

        /** Not to be changed: others are given the same bytes. */
        byte[] framed(Framing framing, Cursor place) {
            return Optional.ofNullable(frames.get(framing.ordinal()))
                    .filter(framed -> framed.place.equals(place))
                    .orElseGet(() -> frame(framing, place))
                    .bytes;
        }

        private Framed frame(Framing framing, Cursor place) {
            var framed = new Framed(place, framing.event(place.toString(), json));
            frames.set(framing.ordinal(), framed);
            return framed;
        }

        private record Framed(Cursor place, byte[] bytes) {}
    }
}
