package dev.chatsessions.examples.springboot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.ThreadId;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.examples.springboot.Stream.Frame;
import dev.chatsessions.live.Feed;
import dev.chatsessions.spi.Assistant;
import dev.chatsessions.spi.Observer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Tag("not-the-jdk")
@Timeout(60)
class ShopMainTest {

    private static final DictatedAssistant ASSISTANT = new DictatedAssistant();

    private static final BlockingQueue<Integer> SUBSCRIBERS = new LinkedBlockingQueue<>();

    @TempDir
    static Path folder;

    private static ConfigurableApplicationContext shop;

    @BeforeAll
    static void start() {
        shop = opened("shop", "--shop.stream.per-user=10");
    }

    private static ConfigurableApplicationContext opened(String file, String... settings) {
        var all = new ArrayList<>(List.of(settings));
        all.addAll(List.of(
                "--server.port=0",
                "--shop.stream.heartbeat=200ms",
                "--spring.main.banner-mode=off",
                "--logging.level.root=warn",
                "--spring.datasource.url=jdbc:h2:async:file:" + folder.resolve(file) + ";WRITE_DELAY=0"));
        return new SpringApplicationBuilder(ShopMain.class)
                .initializers(ShopMainTest::register)
                .run(all.toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    private static void register(ConfigurableApplicationContext context) {
        var beans = (GenericApplicationContext) context;
        beans.registerBean(Assistant.class, () -> ASSISTANT);
        beans.registerBean(Observer.class, () -> new Observer() {
            @Override
            public void subscribers(int now) {
                SUBSCRIBERS.add(now);
            }
        });
    }

    @Test
    void whoever_is_not_signed_in_is_answered_401() throws Exception {
        var thread = ada().open("a secret");
        var nobody = Shopper.whoOnlyLooks(port());
        nobody.get("/login");

        assertEquals(401, nobody.get("/threads/" + thread + "/events").statusCode());
        assertEquals(401, nobody.ask(thread, "Hello").statusCode());
    }

    @Test
    void an_answer_is_streamed_while_it_is_written_and_stays_in_the_thread() throws Exception {
        var ada = ada();
        var thread = ada.open("tea");
        try (var stream = ada.follow(thread, Optional.empty())) {
            assertEquals(202, ada.ask(thread, "Which tea?").statusCode());
            ASSISTANT.say("Green ");
            assertEquals("Green ", text(last(stream.through("reply_delta"))));
            ASSISTANT.say("tea.");
            ASSISTANT.end();

            assertEquals("Green tea.", text(last(stream.through("reply_finished"))));
        }

        assertEquals(List.of("Which tea?", "Green tea."), said(ada, thread));
    }

    @Test
    void a_stream_that_broke_goes_on_after_the_last_id_with_each_event_once() throws Exception {
        var ada = ada();
        var thread = ada.open("coffee");
        var read = new ArrayList<Frame>();
        try (var stream = ada.follow(thread, Optional.empty())) {
            ada.ask(thread, "Which coffee?");
            ASSISTANT.say("Black ");
            read.addAll(stream.through("reply_delta"));
        }
        ASSISTANT.say("coffee.");
        ASSISTANT.end();

        try (var stream = ada.follow(thread, Optional.of(last(read).id()))) {
            read.addAll(stream.through("reply_finished"));
        }

        var kinds = read.stream().map(Frame::type).filter(type -> !type.equals("reply_delta"));
        assertEquals(
                List.of("message_added", "reply_queued", "reply_started", "reply_finished"),
                kinds.toList(),
                read::toString);
        assertEquals("Black coffee.", text(last(read)));
        assertEquals(read.size(), read.stream().map(Frame::id).distinct().count(), read::toString);
    }

    @Test
    void a_place_that_is_none_is_a_gap() throws Exception {
        var ada = ada();
        try (var stream = ada.follow(ada.open("gap"), Optional.of("nonsense"))) {
            var gap = stream.through("gap").get(0);

            assertEquals("MALFORMED", Shopper.json(gap.data()).path("reason").asString());
        }
    }

    @Test
    void what_is_another_users_is_not_found() throws Exception {
        var thread = ada().open("private");
        var bob = bob();
        var before = orders("user:bob");

        for (var answer : List.of(
                bob.get("/threads/" + thread + "/messages"),
                bob.get("/threads/" + thread + "/events"),
                bob.ask(thread, "Hello"),
                bob.order(thread, "teapot"))) {
            assertEquals(404, answer.statusCode());
            assertEquals(
                    "application/problem+json",
                    answer.headers().firstValue("Content-Type").orElse(""));
            assertEquals("not-found", Shopper.json(answer.body()).path("code").asString());
        }
        assertEquals(before, orders("user:bob"));
    }

    @Test
    void what_is_no_id_or_no_key_is_refused() throws Exception {
        assertEquals(400, ada().get("/threads/main/messages").statusCode());
        assertEquals(400, ada().post("/threads", "{}").statusCode());
    }

    @Test
    void text_that_cannot_be_kept_is_refused() throws Exception {
        var ada = ada();
        var thread = ada.open("no text");

        for (var text : List.of("\\u0000", "half \\ud83d")) {
            assertEquals(400, ada.ask(thread, text).statusCode(), text);
            assertEquals(400, ada.order(thread, text).statusCode(), text);
            assertEquals(
                    422, ada.post("/threads", "{\"name\":\"" + text + "\"}").statusCode(), text);
        }
        assertEquals(400, ada.order(thread, "x".repeat(101)).statusCode());
        assertEquals(409, ada.order(thread, "x".repeat(100)).statusCode());
        assertEquals(List.of(), said(ada, thread));
    }

    @Test
    void a_stream_hears_nothing_more_once_its_login_has_ended() throws Exception {
        var ada = ada();
        var elsewhere = ada();
        var thread = ada.open("logout");
        try (var stream = ada.follow(thread, Optional.empty());
                var other = elsewhere.follow(thread, Optional.empty())) {
            stream.next();
            other.next();
            assertEquals(302, ada.post("/logout", "").statusCode());

            assertEquals(202, elsewhere.ask(thread, "Is she gone?").statusCode());
            ASSISTANT.say("Yes.");
            ASSISTANT.end();

            assertEquals("Yes.", text(last(other.through("reply_finished"))));
            assertThrows(IOException.class, () -> stream.through("message_added"));
        }
        assertEquals(401, ada.listen(thread).statusCode());
    }

    @Test
    void a_stream_ends_after_a_while_and_goes_on_after_the_last_id() throws Exception {
        var brief = opened("brief", "--shop.stream.longest=1s");
        var ada = Shopper.signedIn(port(brief), "ada", "lovelace");
        var thread = ada.open("brief");
        try (var stream = ada.follow(thread, Optional.empty())) {
            var place = stream.next().id();
            assertThrows(IOException.class, () -> stream.through("end"));

            ada.ask(thread, "Hello");
            ASSISTANT.end();
            try (var next = ada.follow(thread, Optional.of(place))) {
                assertEquals("Hello", text(next.through("message_added").get(0)));
            }
        }
        brief.close();
    }

    @Test
    void a_user_who_listens_too_often_is_refused_and_keeps_nobody_else_out() throws Exception {
        var thread = ada().open("crowd");
        var theirs = bob().open("crowd");
        SUBSCRIBERS.clear();
        var streams = new ArrayList<Stream>();

        assertEquals(429, whenRefused(ada(), thread, streams));
        assertTrue(streams.size() <= 10, () -> "she had " + streams.size());
        assertEquals(429, whenRefused(bob(), theirs, streams));

        for (var stream : streams) {
            stream.close();
        }
        await(0);
    }

    @Test
    void who_comes_when_all_threads_for_streams_are_taken_is_refused() throws Exception {
        var small = opened("small", "--spring.task.execution.simple.concurrency-limit=1");
        var ada = Shopper.signedIn(port(small), "ada", "lovelace");
        var thread = ada.open("small");
        try (var stream = ada.follow(thread, Optional.empty())) {
            stream.next();

            assertEquals(503, ada.listen(thread).statusCode());
            assertEquals(200, ada.get("/threads/" + thread + "/messages").statusCode());
        }
        small.close();
    }

    @Test
    void an_order_is_there_with_its_message_or_neither_is() throws Exception {
        var bob = bob();
        var thread = bob.open("orders");
        try (var stream = bob.follow(thread, Optional.empty())) {
            var refused = bob.order(thread, "moon");
            assertEquals(409, refused.statusCode());
            assertEquals(
                    "There is no moon left.",
                    Shopper.json(refused.body()).path("detail").asString());
            assertEquals(List.of(), said(bob, thread));
            assertEquals(0, orders("user:bob"));

            assertEquals(201, bob.order(thread, "teapot").statusCode());
            assertEquals(List.of("You ordered a teapot."), said(bob, thread));
            assertEquals(1, orders("user:bob"));

            assertEquals(
                    "You ordered a teapot.",
                    text(stream.through("message_added").get(0)));
        }
    }

    @Test
    void what_a_transaction_stores_is_told_once_it_is_committed() throws Exception {
        var ada = ada();
        var thread = ada.open("presents");
        var caller = Caller.user("ada");
        var feed = new Feed.OfThread(ThreadId.parse(thread));
        var live = shop.getBean(SessionCore.class).live();
        try (var stream = ada.follow(thread, Optional.empty())) {
            var before = stream.next().id();
            var transaction = new TransactionTemplate(shop.getBean(PlatformTransactionManager.class));
            transaction.executeWithoutResult(open -> {
                shop.getBean(ShopMain.Orders.class).place(caller, ThreadId.parse(thread), "teapot");
                assertEquals(before, elsewhere(() -> live.head(caller, feed)).toString());
            });

            assertEquals(
                    "You ordered a teapot.",
                    text(stream.through("message_added").get(0)));
        }
    }

    @Test
    void a_client_that_leaves_is_not_listened_for_any_more() throws Exception {
        var ada = ada();
        var thread = ada.open("short visit");
        SUBSCRIBERS.clear();
        try (var stream = ada.follow(thread, Optional.empty())) {
            stream.next();
            assertEquals(":still here", stream.next().lines().get(0));
            await(1);
        }

        await(0);
    }

    @Test
    void a_shop_that_closes_lets_answers_end_and_tells_its_streams() throws Exception {
        var leaving = opened("leaving");
        var ada = Shopper.signedIn(port(leaving), "ada", "lovelace");
        var thread = ada.open("late");
        try (var stream = ada.follow(thread, Optional.empty())) {
            ada.ask(thread, "Are you open?");
            ASSISTANT.say("Not ");
            stream.through("reply_delta");

            var closing = new Thread(leaving::close, "closing");
            closing.start();
            ASSISTANT.say("for long.");
            ASSISTANT.end();

            var frames = stream.through("end");
            assertEquals("reply_finished", frames.get(frames.size() - 2).type());
            assertEquals("Not for long.", text(frames.get(frames.size() - 2)));
            assertEquals(
                    "CLOSING", Shopper.json(last(frames).data()).path("reason").asString());
            closing.join(30_000);
            assertFalse(closing.isAlive(), "it still closes");
        }
    }

    @Test
    void the_shop_and_the_library_each_keep_their_own_migrations() {
        var jdbc = shop.getBean(JdbcClient.class);

        assertEquals(
                List.of("shop"),
                jdbc.sql("select \"description\" from \"flyway_schema_history\" where \"version\" is not null")
                        .query(String.class)
                        .list());
        assertTrue(jdbc.sql("select count(*) from \"chat_sessions\".\"flyway_schema_history\"")
                        .query(Integer.class)
                        .single()
                > 1);
    }

    /** Listens again and again, to each stream until its first frame. */
    private static int whenRefused(Shopper shopper, String thread, List<Stream> streams) throws Exception {
        while (true) {
            var answer = shopper.listen(thread);
            if (answer.statusCode() != 200) {
                return answer.statusCode();
            }
            var stream = new Stream(answer.body());
            stream.next();
            streams.add(stream);
        }
    }

    private static void await(int subscribers) throws InterruptedException {
        for (var now = -1; now != subscribers; ) {
            var next = SUBSCRIBERS.poll(30, TimeUnit.SECONDS);
            assertTrue(next != null, () -> "there were never " + subscribers + " subscribers");
            now = next;
        }
    }

    private static <T> T elsewhere(Supplier<T> question) {
        var answer = new FutureTask<>(question::get);
        new Thread(answer, "elsewhere").start();
        try {
            return answer.get(30, TimeUnit.SECONDS);
        } catch (Exception failed) {
            throw new IllegalStateException("there was no answer", failed);
        }
    }

    private static List<String> said(Shopper shopper, String thread) throws Exception {
        return Shopper.json(shopper.get("/threads/" + thread + "/messages").body())
                .valueStream()
                .map(message -> message.path("text").asString())
                .collect(Collectors.toList());
    }

    private static int orders(String buyer) {
        return shop.getBean(JdbcClient.class)
                .sql("select count(*) from orders where buyer = ?")
                .param(buyer)
                .query(Integer.class)
                .single();
    }

    private static String text(Frame frame) {
        return Shopper.json(frame.data()).path("text").asString();
    }

    private static Frame last(List<Frame> frames) {
        return frames.get(frames.size() - 1);
    }

    private static Shopper ada() throws Exception {
        return Shopper.signedIn(port(), "ada", "lovelace");
    }

    private static Shopper bob() throws Exception {
        return Shopper.signedIn(port(), "bob", "builder");
    }

    private static int port() {
        return port(shop);
    }

    private static int port(ConfigurableApplicationContext context) {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }
}
