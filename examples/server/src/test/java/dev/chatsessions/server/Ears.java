package dev.chatsessions.server;

import dev.chatsessions.client.StreamEnd;
import dev.chatsessions.client.StreamEvent;
import dev.chatsessions.client.StreamListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Keeps the events that it hears. Thread-safe. */
final class Ears implements StreamListener {

    private final List<StreamEvent> events = new ArrayList<>();

    private final List<String> troubles = new ArrayList<>();

    private int interruptions;

    @Override
    public synchronized void event(StreamEvent event) {
        switch (event.type()) {
            case "hello" -> {
                // Said on every line.
            }
            case "gap", "snapshot" -> troubles.add("told of a " + event.type() + " that nobody made: " + event);
            default -> {
                events.add(event);
                notifyAll();
            }
        }
    }

    @Override
    public synchronized void interrupted(String why) {
        interruptions++;
    }

    @Override
    public synchronized void ended(StreamEnd end) {
        troubles.add("sent away for good: " + end);
    }

    synchronized List<StreamEvent> events() {
        return List.copyOf(events);
    }

    synchronized List<String> places() {
        return events.stream().map(Ears::place).toList();
    }

    private static String place(StreamEvent event) {
        return event.id().orElse("no place");
    }

    synchronized List<String> troubles() {
        return List.copyOf(troubles);
    }

    synchronized int interruptions() {
        return interruptions;
    }

    synchronized Optional<String> last() {
        return events.isEmpty() ? Optional.empty() : Optional.of(place(events.get(events.size() - 1)));
    }

    /** Waits until it was told of this place, and gives up after a minute: whoever compares then says what is missing. */
    synchronized void awaitPlace(String place) {
        var until = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        try {
            while (!places().contains(place) && System.nanoTime() - until < 0) {
                wait(1_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
