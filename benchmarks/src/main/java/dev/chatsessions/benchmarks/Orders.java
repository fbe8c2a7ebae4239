package dev.chatsessions.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** What a process does that is told by lines of text: a word and perhaps a number. Not thread-safe. */
final class Orders {

    private static final int COLLECTIONS = 3;

    private static final Told END = new Told("", 0);

    private final Map<String, Order> known = new HashMap<>();

    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();

    Orders() {
        with("heap", (unused, at) -> Long.toString(heap()));
        with("cpu", (unused, at) -> Long.toString(cpu()));
    }

    Orders with(String word, Order work) {
        known.put(word, work);
        return this;
    }

    /** Says where the process listens, then does as it is told until nobody tells it any more. */
    void follow(URI address) {
        System.out.println("listening on " + address);
        var reader = new Thread(this::listen, "orders");
        reader.setDaemon(true);
        reader.start();
        try {
            for (var next = told.take(); next != END; next = told.take()) {
                var words = next.line.split(" ");
                var number = words.length == 1 ? 0 : Long.parseLong(words[1]);
                System.out.println(words[0] + " " + known.get(words[0]).follow(number, next.at));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Notes when each order came, also while an earlier one is still followed. */
    private void listen() {
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                told.add(new Told(line, System.nanoTime()));
            }
        } catch (IOException closed) {
            // Then nobody tells anything any more.
        }
        told.add(END);
    }

    /** The processor time of this process, in nanoseconds. */
    /** The processor time of this process, in nanoseconds. */
    static long cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }

    /** How much is kept, when what is not needed is gone. */
    private static long heap() {
        for (var i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** What is done at a word. */
    interface Order {

        /**
         * Gives the answer.
         *
         * @param number the one after the word, or zero
         * @param told when it was ordered
         */
        String follow(long number, long told);
    }

    private record Told(String line, long at) {}
}
