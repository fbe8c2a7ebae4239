package dev.chatsessions.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongFunction;

/** What a process does that is told by lines of text: a word and perhaps a number. Not thread-safe. */
final class Orders {

    private static final int COLLECTIONS = 3;

    private final Map<String, LongFunction<String>> known = new HashMap<>();

    Orders() {
        with("heap", unused -> Long.toString(heap()));
        with("cpu", unused -> Long.toString(cpu()));
    }

    Orders with(String word, LongFunction<String> work) {
        known.put(word, work);
        return this;
    }

    /** Says where the process listens, then does as it is told until nobody tells it any more. */
    void follow(URI address) throws IOException {
        System.out.println("listening on " + address);
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            var words = line.split(" ");
            var number = words.length == 1 ? 0 : Long.parseLong(words[1]);
            System.out.println(words[0] + " " + known.get(words[0]).apply(number));
        }
    }

    /** The processor time of this process, in nanoseconds. */
    private static long cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }

    /** How much is kept, when what is not needed is gone. */
    private static long heap() {
        for (var i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
