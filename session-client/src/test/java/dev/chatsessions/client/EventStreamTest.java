package dev.chatsessions.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.JsonValue;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.adapter.inmemory.InMemoryStorage;
import dev.chatsessions.adapter.javalin.ChatSessionsPlugin;
import dev.chatsessions.adapter.javalin.HttpSettings;
import dev.chatsessions.adapter.javalin.JettyProblems;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.identity.IssuedToken;
import dev.chatsessions.identity.TokenRequest;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.ThreadStart;
import io.javalin.Javalin;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A real server, and between it and the client a line that is cut, stalled and refused; over each transport. */
@ParameterizedClass
@EnumSource(Transport.class)
class EventStreamTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final Caller ANN = Caller.user("ann");

    private final SessionCore core =
            SessionCore.builder().storage(InMemoryStorage.create()).build();

    private final ChatSessionsPlugin plugin = ChatSessionsPlugin.serving(core)
            .settings(HttpSettings.builder()
                    .retry(Duration.ofMillis(20))
                    .heartbeat(Duration.ofMillis(200))
                    .build())
            .wholeServer()
            .build();

    private final Javalin server = Javalin.create(config -> {
                config.startup.showJavalinBanner = false;
                JettyProblems.install(config);
                config.registerPlugin(plugin);
            })
            .start("127.0.0.1", 0);

    private final FaultProxy proxy = new FaultProxy(server.port());

    private final SessionId session = core.sessions()
            .open(ANN, SessionStart.of(SessionKind.CHAT).withKey("chat"))
            .id();

    private final String path = "/sessions/" + session + "/events";

    private final AtomicReference<String> token = new AtomicReference<>(issue().secret());

    private final Transport transport;

    private final ChatSessionsClient client;

    private final Recorder heard = new Recorder();

    EventStreamTest(Transport transport) {
        this.transport = transport;
        client = impatient().token(token::get).silence(Duration.ofSeconds(2)).build();
    }

    private ChatSessionsClient.Builder impatient() {
        return ChatSessionsClient.builder(URI.create("http://127.0.0.1:" + proxy.port() + "/"))
                .transport(transport)
                .pauses(Duration.ofMillis(10), Duration.ofMillis(100));
    }

    private IssuedToken issue() {
        return core.administration()
                .issue(Caller.admin("test"), new TokenRequest(ANN, Duration.ofHours(1)), RequestKey.none());
    }

    /** Keeps what it is told. */
    private static final class Recorder implements StreamListener {

        private final BlockingQueue<StreamEvent> events = new LinkedBlockingQueue<>();

        private final BlockingQueue<String> interruptions = new LinkedBlockingQueue<>();

        private final BlockingQueue<StreamEnd> ends = new LinkedBlockingQueue<>();

        @Override
        public void event(StreamEvent event) {
            events.add(event);
        }

        @Override
        public void interrupted(String why) {
            interruptions.add(why);
        }

        @Override
        public void ended(StreamEnd end) {
            ends.add(end);
        }

        private StreamEvent next(String type) throws InterruptedException {
            while (true) {
                var event = take(events);
                if (event.type().equals(type)) {
                    return event;
                }
            }
        }
    }

    private static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
        return Optional.ofNullable(queue.poll(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .orElseThrow(() -> new AssertionError("nothing came"));
    }

    @AfterEach
    void stop() {
        client.close();
        proxy.close();
        server.stop();
        core.close();
    }

    private void announce(int number) {
        core.sessions().announce(ANN, session, "count", JsonValue.of(Integer.toString(number)), RequestKey.none());
    }

    private static int number(StreamEvent event) {
        var body = event.data().replaceFirst("(?s).*\"body\":\"([0-9]+)\".*", "$1");
        return Integer.parseInt(body);
    }

    @Test
    void a_line_that_is_cut_again_and_again_brings_every_event_once_and_in_order() throws InterruptedException {
        var seed = System.nanoTime();
        var random = new Random(seed);
        var stream = client.follow(path, heard);
        heard.next("hello");

        var numbers = new ArrayList<Integer>();
        for (var i = 0; i < 400; i++) {
            announce(i);
            if (i % 20 == random.nextInt(20)) {
                proxy.reset();
            }
            if (i % 50 == 49) {
                // The client comes back before it is cut again, or the cuts would find nothing.
                while (numbers.size() <= i) {
                    numbers.add(number(heard.next("notice")));
                }
            }
        }

        assertEquals(IntStream.range(0, 400).boxed().toList(), numbers, () -> "seed " + seed);
        assertTrue(proxy.cuts() > 3, () -> "only " + proxy.cuts() + " lines were cut, seed " + seed);
        assertTrue(heard.interruptions.size() >= proxy.cuts() / 2, () -> heard.interruptions.toString());
        assertEquals(List.of(), List.copyOf(heard.ends));
        stream.close();
    }

    @Test
    void a_line_gone_dead_without_a_word_is_left_for_another() throws InterruptedException {
        client.follow(path, heard);
        heard.next("hello");

        proxy.stall();
        announce(1);

        assertEquals(1, number(heard.next("notice")));
        assertTrue(take(heard.interruptions).contains("nothing was heard"));
    }

    @Test
    void a_server_that_is_away_is_tried_until_it_is_back() throws InterruptedException {
        client.follow(path, heard);
        heard.next("hello");

        proxy.close(true);
        take(heard.interruptions);
        take(heard.interruptions);
        announce(1);
        proxy.close(false);

        assertEquals(1, number(heard.next("notice")));
    }

    @Test
    void whoever_comes_back_after_a_clearing_is_told_of_the_gap() throws InterruptedException {
        client.follow("/threads/user-ann/events", heard);
        assertInstanceOf(StreamEnd.Refused.class, take(heard.ends));
        var thread =
                core.threads().open(ANN, session, ThreadStart.of("user-ann")).id();
        var listener = new Recorder();
        client.follow("/threads/user-ann/events", listener);
        listener.next("hello");
        proxy.close(true);
        take(listener.interruptions);
        core.threads().append(ANN, thread, List.of(NewMessage.assistant("forgotten")), RequestKey.none());
        core.threads().clear(ANN, thread);
        proxy.close(false);

        assertEquals(Optional.of("cleared"), listener.next("gap").text("reason"));
        listener.next("snapshot");
    }

    @Test
    void a_stream_that_the_server_ends_is_not_opened_again() throws InterruptedException {
        var stream = client.follow(path, heard);
        heard.next("hello");

        core.sessions().end(ANN, session, ExpectedVersion.any());

        assertInstanceOf(StreamEnd.Complete.class, take(heard.ends));
        assertInstanceOf(StreamEnd.Complete.class, stream.awaitEnd(LIMIT).orElseThrow());
        assertEquals(List.of(), List.copyOf(heard.interruptions));
    }

    @Test
    void an_answer_that_no_repetition_would_change_ends_the_stream() throws InterruptedException {
        client.follow("/sessions/0190a5a0-0000-7000-8000-000000000000/events", heard);

        assertEquals(new StreamEnd.Refused(404, "not-found"), take(heard.ends));
    }

    @Test
    void a_token_that_is_no_longer_good_is_asked_for_again_once() throws InterruptedException {
        var first = issue();
        token.set(first.secret());
        client.follow(path, heard);
        heard.next("hello");

        var second = issue();
        token.set(second.secret());
        core.administration().revoke(Caller.admin("test"), first.id());
        take(heard.interruptions);
        announce(1);
        assertEquals(1, number(heard.next("notice")));

        core.administration().revoke(Caller.admin("test"), second.id());
        assertInstanceOf(StreamEnd.Refused.class, take(heard.ends));
    }

    @Test
    void whoever_comes_with_no_good_token_is_refused() throws InterruptedException {
        token.set("wrong");
        client.follow(path, heard);

        assertEquals(new StreamEnd.Refused(401, "unauthenticated"), take(heard.ends));
        assertEquals(List.of(), List.copyOf(heard.events));
    }

    @Test
    void a_server_that_goes_is_left_for_the_next_one() throws InterruptedException {
        var stream = client.follow(path, heard);
        heard.next("hello");

        plugin.drain();
        take(heard.interruptions);
        take(heard.interruptions);

        assertTrue(stream.place().isPresent());
        assertEquals(List.of(), List.copyOf(heard.ends));
    }

    @Test
    void a_listener_that_takes_its_time_is_told_everything_in_order() throws InterruptedException {
        var told = new LinkedBlockingQueue<Integer>();
        var turns = new Semaphore(0);
        client.follow(path, event -> {
            turns.acquireUninterruptibly();
            if (event.type().equals("notice")) {
                told.add(number(event));
            }
        });
        client.follow(path, heard);
        heard.next("hello");
        for (var i = 0; i < 100; i++) {
            announce(i);
        }
        assertEquals(99, number(last(heard, 99)));
        assertEquals(List.of(), List.copyOf(told));

        turns.release(1_000);

        for (var i = 0; i < 100; i++) {
            assertEquals(i, take(told));
        }
    }

    private static StreamEvent last(Recorder heard, int number) throws InterruptedException {
        var event = heard.next("notice");
        while (number(event) < number) {
            event = heard.next("notice");
        }
        return event;
    }

    @Test
    void a_listener_that_throws_ends_its_own_stream_only() throws InterruptedException {
        var failing = client.follow(path, event -> {
            throw new IllegalStateException("no more");
        });
        client.follow(path, heard);

        assertInstanceOf(StreamEnd.Failed.class, failing.awaitEnd(LIMIT).orElseThrow());
        heard.next("hello");
        announce(1);
        assertEquals(1, number(heard.next("notice")));
    }

    @Test
    void a_stream_for_which_no_token_is_to_be_had_ends_and_says_so() throws InterruptedException {
        var locked = new AtomicBoolean();
        var forgetful = impatient()
                .token(() -> {
                    if (locked.get()) {
                        throw new IllegalStateException("the safe is locked");
                    }
                    return token.get();
                })
                .build();
        try (forgetful;
                var stream = forgetful.follow(path, heard)) {
            heard.next("hello");
            locked.set(true);
            proxy.reset();

            assertInstanceOf(StreamEnd.Failed.class, take(heard.ends));
            assertInstanceOf(StreamEnd.Failed.class, stream.awaitEnd(LIMIT).orElseThrow());
        }
    }

    @Test
    void whoever_closes_hears_no_more() throws InterruptedException {
        var other = new Recorder();
        var stream = client.follow(path, heard);
        client.follow(path, other);
        heard.next("hello");
        other.next("hello");

        stream.close();
        stream.close();
        announce(1);
        other.next("notice");

        assertEquals(List.of(), List.copyOf(heard.events));
        assertEquals(List.of(), List.copyOf(heard.ends));
        assertEquals(Optional.empty(), stream.awaitEnd(Duration.ofSeconds(1)));
    }

    @Test
    void a_place_kept_from_before_is_where_a_new_stream_goes_on() throws InterruptedException {
        var stream = client.follow(path, heard);
        heard.next("hello");
        announce(1);
        var last = heard.next("notice");
        awaitPlace(stream, last.id());
        var place = stream.place();
        stream.close();
        announce(2);

        var later = new Recorder();
        client.follow(path, place, later);

        assertEquals(2, number(later.next("notice")));
    }

    /** A stream is at an event only when its listener has taken it, which is after the listener was told. */
    private static void awaitPlace(EventStream stream, Optional<String> place) {
        var until = System.nanoTime() + LIMIT.toNanos();
        while (!stream.place().equals(place)) {
            assertTrue(System.nanoTime() < until, () -> "it is still at " + stream.place());
            Thread.onSpinWait();
        }
    }

    private static EventStream following(URI server, String token, String path, Consumer<String> said) {
        var client = ChatSessionsClient.builder(server).token(token).build();
        return client.follow(path, event -> said.accept(event.data()));
    }

    @Test
    void the_readmes_follower_hears_of_messages() throws Exception {
        var said = new LinkedBlockingQueue<String>();
        var address = URI.create("http://127.0.0.1:" + proxy.port());
        try (var stream = following(address, token.get(), path, said::add)) {
            assertTrue(take(said).contains("\"type\":\"hello\""));
            proxy.reset();
            announce(1);
            while (!take(said).contains("\"notice_type\":\"count\"")) {
                // Others come before it.
            }
            assertTrue(stream.place().isPresent());
        }
    }
}
