package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.client.ChatSessionsClient;
import dev.chatsessions.client.FaultProxy;
import dev.chatsessions.client.Transport;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Readers that take nothing, or next to nothing, on a node with little memory, and healthy ones beside them. */
@Timeout(600)
final class BadReadersProcessTest {

    private static final int STALLED = 10;

    private static final int TRICKLING = 5;

    private static final int HEALTHY = 5;

    private static final int BASELINE = 10;

    private static final String LARGE = "\u5927".repeat(30_000);

    private static final String PATH = "/threads/user-ann/events";

    @TempDir
    private Path folder;

    private ServerProcess server;

    private ChatSessionsClient client;

    private ChatClient ann;

    private final List<Ears> healthy = new ArrayList<>();

    private final List<BareReader> stalled = new ArrayList<>();

    private final List<BareReader> trickling = new ArrayList<>();

    private final Semaphore heard = new Semaphore(0);

    private int said;

    @BeforeEach
    void start() {
        var command = new ArrayList<>(ServerProcess.java("-Xmx96m", "-XX:+ExitOnOutOfMemoryError"));
        var database = "jdbc:h2:async:" + folder.resolve("chat") + ";WRITE_DELAY=0;QUERY_CACHE_SIZE=256";
        command.addAll(List.of("serve", "--port=0", "--db=" + database, "--admin-token=" + Cluster.ADMIN));
        server = ServerProcess.launch(folder, Map.of(), command);
        var address = server.address();
        var token = server.token(Cluster.ADMIN, "ann");
        ann = new ChatClient(address, token);
        client = ChatSessionsClient.builder(address).token(token).build();
    }

    @AfterEach
    void stop() {
        Stream.concat(stalled.stream(), trickling.stream()).forEach(BareReader::close);
        client.close();
        server.close();
    }

    @Test
    void bad_readers_are_hung_up_on_and_miss_nothing_and_healthy_ones_do_not_notice() {
        say();
        for (var i = 0; i < HEALTHY; i++) {
            healthy.add(listen(Optional.empty()));
        }
        awaitHealthy("hello");
        var usual = Duration.ZERO;
        for (var i = 0; i < BASELINE; i++) {
            usual = longer(usual, say());
        }

        for (var i = 0; i < STALLED; i++) {
            stalled.add(new BareReader(ann.server(), ann.token(), PATH));
        }
        var sips = new ArrayList<ChatStream>();
        for (var i = 0; i < TRICKLING; i++) {
            trickling.add(new BareReader(ann.server(), ann.token(), PATH));
            sips.add(trickling.get(i).read());
        }
        var slowest = Duration.ZERO;
        var before = said;
        // Jetty gives up on an idle connection after 30 s, which is not what is meant here.
        var until = System.nanoTime() + Duration.ofSeconds(29).toNanos();
        while (!stalled.stream().allMatch(BareReader::isHungUpOn)) {
            slowest = longer(slowest, say());
            assertTrue(System.nanoTime() < until, "readers that take nothing are not hung up on");
        }
        System.out.println("faults: " + stalled.size() + " stalled readers were hung up on within " + (said - before)
                + " messages; the slowest took " + slowest.toMillis() + " ms, and " + usual.toMillis() + " ms before");

        assertTrue(slowest.compareTo(usual.multipliedBy(5).plusSeconds(2)) < 0, usual + " before, then " + slowest);
        var log = healthy.get(0).places();
        for (var ears : healthy) {
            assertEquals(List.of(), ears.troubles());
            assertEquals(List.of(), HistoryChecks.heardIsTheLog("a healthy reader", ears.places(), log));
        }
        for (var reader : stalled) {
            reader.recover();
            requireWhole("a stalled reader", reader.read(), log);
        }
        for (var i = 0; i < TRICKLING; i++) {
            trickling.get(i).recover();
            requireWhole("a trickling reader", sips.get(i), log);
        }
    }

    /** What is between them and the node lets nothing through, and nobody is told. */
    @Test
    void web_sockets_that_take_nothing_are_hung_up_on_and_miss_nothing() {
        say();
        for (var i = 0; i < HEALTHY; i++) {
            healthy.add(listen(Optional.empty()));
        }
        awaitHealthy("hello");
        var dead = new ArrayList<Ears>();
        try (var line = new FaultProxy(ann.server().getPort());
                var clients = ChatSessionsClient.builder(URI.create("http://127.0.0.1:" + line.port()))
                        .token(ann.token())
                        .transport(Transport.WEB_SOCKET)
                        .pauses(Duration.ofMillis(50), Duration.ofMillis(500))
                        .build();
                var insides = Insides.of(server)) {
            for (var i = 0; i < STALLED; i++) {
                dead.add(new Ears());
                var stream = clients.follow(PATH, dead.get(i));
                Patience.until(() -> stream.place().isPresent(), () -> "a WebSocket is not greeted");
            }
            var before = healthy.get(0).places().size();
            line.hold();
            var until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (open(insides) > HEALTHY) {
                for (var i = 0; i < 10; i++) {
                    say();
                }
                assertTrue(System.nanoTime() < until, "WebSockets that take nothing are not hung up on");
            }
            line.release();

            var log = healthy.get(0).places();
            System.out.println("faults: " + STALLED + " WebSockets were hung up on within " + said + " messages");
            for (var ears : dead) {
                ears.awaitPlace(log.get(log.size() - 1));
                assertEquals(List.of(), ears.troubles());
                assertEquals(
                        List.of(),
                        HistoryChecks.heardIsTheLog("a WebSocket", ears.places(), log.subList(before, log.size())));
            }
        }
    }

    private static long open(Insides insides) {
        return insides.instances("dev.chatsessions.adapter.javalin.LiveConnection");
    }

    /** Says something to all, and how long it took until the last healthy reader had heard it. */
    private Duration say() {
        var began = System.nanoTime();
        said++;
        ann.chat(said + " " + LARGE);
        awaitHealthy("message " + said);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private void awaitHealthy(String what) {
        try {
            if (!heard.tryAcquire(healthy.size(), 30, TimeUnit.SECONDS)) {
                throw new AssertionError("not every healthy reader heard " + what);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private Ears listen(Optional<String> place) {
        var ears = new Ears();
        client.follow(PATH, place, event -> {
            ears.event(event);
            if (event.type().equals("hello") || event.type().equals("reply_finished")) {
                heard.release();
            }
        });
        return ears;
    }

    /** It takes what its line still holds, and comes back for the rest if that is not all. */
    private void requireWhole(String who, ChatStream line, List<String> log) {
        var last = log.get(log.size() - 1);
        var places = new ArrayList<String>();
        for (var event = line.next(); event.isPresent(); event = line.next()) {
            places.add(event.get().id());
            if (last.equals(event.get().id())) {
                break;
            }
        }
        var reached = places.get(places.size() - 1);
        if (!reached.equals(last)) {
            var ears = listen(Optional.of(reached));
            ears.awaitPlace(last);
            places.addAll(ears.places());
        }
        var beginning = log.indexOf(places.get(0)) + 1;
        assertEquals(
                List.of(),
                HistoryChecks.heardIsTheLog(who, places.subList(1, places.size()), log.subList(beginning, log.size())));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
