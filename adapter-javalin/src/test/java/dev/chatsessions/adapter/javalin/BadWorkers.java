package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chatsessions.Caller;
import dev.chatsessions.ThreadId;
import dev.chatsessions.UserId;
import dev.chatsessions.usage.Budget;
import dev.chatsessions.usage.BudgetPeriod;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What workers do that are not who they say, come too late, or say something else than before. */
final class BadWorkers implements AutoCloseable {

    private final Workshop shop;

    BadWorkers(Backend backend) {
        shop = new Workshop(backend);
    }

    void addTo(BadInputRows rows) {
        who(rows);
        codes(rows);
        claims(rows);
        fences(rows);
        chunks(rows);
        ends(rows);
        failures(rows);
    }

    private void who(BadInputRows rows) {
        rows.refused("K002", () -> Answer.of(shop.server.post(shop.ana, "/worker/claim", "{}")));
        rows.refused("K003", () -> Answer.of(shop.server.get(shop.worker, "/workers")));
        rows.refused("K004", () -> {
            var codes = shop.registered("nobodys", 1);
            shop.clock.forward(Duration.ofSeconds(5));
            return Answer.of(shop.redeem(codes));
        });
        rows.refused("K005", () -> {
            var token = shop.hired(shop.ana, "unwanted", 1);
            assertEquals(200, shop.server.get(token, "/worker").statusCode());
            shop.server.delete(shop.ana, "/workers/unwanted");
            return Answer.of(shop.server.post(token, "/worker/claim", "{}"));
        });
        rows.refused("K007", () -> {
            var token = shop.hired(shop.ana, "rotating", 1);
            assertEquals(200, shop.server.post(token, "/worker/token", "{}").statusCode());
            assertEquals(200, shop.server.get(token, "/worker").statusCode());
            shop.clock.forward(Duration.ofMinutes(5));
            return until(401, () -> Answer.of(shop.server.get(token, "/worker")));
        });
        rows.refused("K009", () -> shop.post("/worker/claim", "{\"worker_id\":\"another\"}"));
    }

    private void codes(BadInputRows rows) {
        rows.refused("L054", () -> redeem("cs_r_made-up"));
        rows.refused("L055", () -> {
            var answer = Answer.of(shop.redeem(shop.registered("hasty", 1)));
            assertEquals(10, Wire.json(answer.body()).path("interval").asInt());
            return answer;
        });
        rows.refused("L056", () -> {
            var codes = shop.registered("slow", 1);
            shop.clock.forward(Duration.ofMinutes(10));
            return Answer.of(shop.redeem(codes));
        });
        rows.refused("L057", () -> {
            var codes = shop.registered("unknown", 1);
            var body = "{\"user_code\":\"" + codes.path("user_code").asText() + "\"}";
            assertEquals(204, shop.server.post(shop.ana, "/workers/deny", body).statusCode());
            shop.clock.forward(Duration.ofSeconds(5));
            return Answer.of(shop.redeem(codes));
        });
        rows.refused("L058", () -> {
            var codes = shop.registered("greedy", 1);
            var body = "{\"user_code\":\"" + codes.path("user_code").asText() + "\"}";
            assertEquals(
                    200, shop.server.post(shop.ana, "/workers/approve", body).statusCode());
            shop.clock.forward(Duration.ofSeconds(5));
            assertEquals(200, shop.redeem(codes).statusCode());
            shop.clock.forward(Duration.ofSeconds(5));
            return Answer.of(shop.redeem(codes));
        });
        rows.refused(
                "L059",
                () -> redeem(shop.registered("mixed-up", 1).path("user_code").asText()));
    }

    private Answer redeem(String code) {
        return Answer.of(shop.server.post("", "/workers/token", "{\"device_code\":\"" + code + "\"}"));
    }

    private void claims(BadInputRows rows) {
        rows.holds("K016", () -> {
            var idle = shop.hired(shop.ana, "idle", 1);
            assertEquals(204, shop.server.post(idle, "/worker/claim", "{}").statusCode());
        });
        rows.holds("K017", this::twoClaimAtOnce);
        rows.refused("K018", () -> {
            try (var other = shop.another("busy")) {
                var token = other.hired(other.ana, "small", 1);
                var path = "/workers/small/sessions";
                for (var i = 0; i < 2; i++) {
                    var session = Wire.ok(201, other.server.post(other.ana, path, "{}"))
                            .path("session_id")
                            .asText();
                    other.sent(session, "What do you see?");
                }
                assertEquals(
                        200,
                        other.server
                                .post(token, "/worker/claim", "{\"limit\":5}")
                                .statusCode());
                return Answer.of(other.server.post(token, "/worker/claim", "{}"));
            }
        });
        rows.holds("K020", this::claimOverTheBudget);
        rows.holds("K019", () -> {
            var session = shop.session();
            deleteThread(shop.sent(session, "What do you see?"));
            assertTrue(shop.claimed(session).isEmpty());
        });
    }

    /** A question that lost its worker once, and may not be paid for again. */
    private void claimOverTheBudget() {
        try (var other = shop.another("spent")) {
            var budget = new Budget(
                    Optional.of(new UserId("ana")), Optional.empty(), BudgetPeriod.MONTH, ZoneOffset.UTC, 100, 100);
            other.server.chat.usage().put(Caller.admin("ops"), budget);
            other.held();

            other.clock.forward(Workshop.LEASE.plusSeconds(1));

            assertEquals(204, other.post("/worker/claim", "{\"limit\":5}").status());
        }
    }

    private void deleteThread(JsonNode of) {
        var thread = ThreadId.parse(of.path("thread_id").asText());
        shop.server.chat.threads().delete(Caller.user("ana"), thread);
    }

    /** The same worker, run twice by mistake. */
    private void twoClaimAtOnce() {
        var wanted = new HashSet<String>();
        for (var i = 0; i < 20; i++) {
            wanted.add(shop.sent(shop.session(), "What do you see?")
                    .path("reply_id")
                    .asText());
        }
        var claimed = together(
                4,
                () -> StreamSupport.stream(
                                Wire.json(shop.post("/worker/claim", "{\"limit\":100}")
                                                .body())
                                        .path("replies")
                                        .spliterator(),
                                false)
                        .map(ticket -> ticket.path("reply_id").asText())
                        .filter(wanted::contains)
                        .toList());

        var all = claimed.stream().flatMap(List::stream).toList();
        assertEquals(20, all.size(), "each is handed over once");
        assertEquals(wanted, new HashSet<>(all));
    }

    private static <T> List<T> together(int parties, Callable<T> task) {
        var barrier = new CyclicBarrier(parties);
        var threads = Executors.newFixedThreadPool(parties);
        try {
            var futures = new ArrayList<Future<T>>();
            for (var party = 0; party < parties; party++) {
                futures.add(threads.submit(() -> {
                    barrier.await(20, TimeUnit.SECONDS);
                    return task.call();
                }));
            }
            var results = new ArrayList<T>();
            for (var future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (InterruptedException | ExecutionException failed) {
            throw new AssertionError(failed);
        } finally {
            threads.shutdownNow();
        }
    }

    private void fences(BadInputRows rows) {
        rows.refused("K021", () -> zombie("heartbeat", ""));
        rows.refused("K024", () -> zombie("chunks", "\"offset\":0,\"text\":\"late\""));
        rows.refused("K025", () -> zombie("complete", "\"content\":\"late\""));
        rows.refused("K026", () -> zombie("fail", "\"reason\":\"late\""));
        rows.refused("K027", () -> {
            var ticket = shop.held();
            shop.server.post(
                    shop.ana, "/worker-sessions/" + ticket.path("session_id").asText() + "/stop", "{}");
            assertEquals(
                    200,
                    shop.write(ticket, "complete", "\"finish_reason\":\"stopped\"")
                            .status());
            return shop.chunk(ticket, 0, "late");
        });
        rows.refused("K028", () -> {
            var ticket = shop.held();
            shop.server.post(shop.ana, "/sessions/" + ticket.path("session_id").asText() + "/end", "{}");
            return withFence(ticket, shop.chunk(ticket, 0, "late"));
        });
        rows.refused("K029", () -> {
            var ticket = shop.held();
            deleteThread(ticket);
            return shop.write(
                    ticket,
                    "chunks",
                    "\"offset\":0,\"text\":\"late\",\"thread_id\":\""
                            + ticket.path("thread_id").asText() + "\"");
        });
        rows.refused("K030", () -> {
            var ticket = shop.held();
            assertEquals(200, shop.complete(ticket, "").status());
            return shop.chunk(ticket, 0, "late");
        });
        rows.refused("K033", () -> {
            var ticket = shop.held();
            Workshop.ok(shop.chunk(ticket, 0, "Half of"));
            shop.clock.forward(Duration.ofHours(1));
            shop.claimed("any");
            return shop.chunk(ticket, 7, " it");
        });
    }

    /** A write under the fence of a claim that was lost, to a reply that was claimed again. */
    private Answer zombie(String what, String fields) {
        var session = shop.session();
        var lost = shop.heldIn(session);
        shop.leaseRunsOut();
        var again = shop.claimed(session).orElseThrow();
        assertNotEquals(lost.path("fence"), again.path("fence"));
        var answer = withFence(again, shop.write(lost, what, fields));
        assertEquals(200, shop.complete(again, "").status());
        return answer;
    }

    private static Answer withFence(JsonNode current, Answer answer) {
        assertEquals(current.path("fence"), Wire.json(answer.body()).path("current_fence"), answer::body);
        return answer;
    }

    private void chunks(BadInputRows rows) {
        rows.refused("K034", () -> shop.write(shop.held(), "chunks", "\"text\":\"x\""));
        rows.refused("K035", () -> shop.chunk(shop.held(), -1, "x"));
        rows.refused("K036", () -> shop.write(shop.held(), "chunks", "\"offset\":1.5,\"text\":\"x\""));
        rows.refused("K038", () -> {
            var ticket = shop.held();
            Workshop.ok(shop.chunk(ticket, 0, "abc"));
            var answer = shop.chunk(ticket, 4, "x");
            assertEquals(3, Wire.json(answer.body()).path("expected_offset").asInt());
            return answer;
        });
        rows.holds("K039", () -> {
            var ticket = shop.held();
            assertEquals(3, Workshop.ok(shop.chunk(ticket, 0, "abc")));
            assertEquals(3, Workshop.ok(shop.chunk(ticket, 0, "abc")));
            assertEquals(3, Workshop.ok(shop.chunk(ticket, 1, "b")));
        });
        rows.refused("K040", () -> {
            var ticket = shop.held();
            Workshop.ok(shop.chunk(ticket, 0, "abc"));
            return shop.chunk(ticket, 0, "abd");
        });
        rows.refused("K043", () -> shop.write(shop.held(), "chunks", "\"offset\":0"));
        rows.refused("K044", () -> shop.chunk(shop.held(), 0, "x".repeat(64 * 1024 + 1)));
        rows.refused("K045", this::answeredTooMuch);
        rows.refused("K046", () -> shop.chunk(shop.held(), 0, ""));
        rows.refused("K047", () -> shop.write(shop.held(), "chunks", "\"offset\":0,\"text\":\"a\\ud83d\""));
        rows.refused("K048", () -> shop.write(shop.held(), "chunks", "\"offset\":0,\"text\":\"a\\u0000\""));
        rows.refused("K050", () -> {
            var other = shop.hired(shop.ben, "of-ben", 1);
            var path = "/worker/replies/" + shop.held().path("reply_id").asText() + "/chunks";
            return Answer.of(shop.server.post(other, path, "{\"fence\":1,\"offset\":0,\"text\":\"x\"}"));
        });
        rows.refused("K051", () -> {
            var ticket = shop.held();
            return shop.post(
                    "/worker/replies/" + ticket.path("message").path("id").asText() + "/chunks",
                    "{\"fence\":1,\"offset\":0,\"text\":\"x\",\"thread_id\":\""
                            + ticket.path("thread_id").asText() + "\"}");
        });
        rows.holds("K052", () -> {
            var ticket = shop.held();
            var answer = shop.write(
                    ticket, "chunks", "\"chunks\":[{\"offset\":0,\"text\":\"good\"},{\"offset\":4,\"text\":\"\"}]");
            assertEquals(422, answer.status(), answer::body);
            assertEquals(0, Workshop.ok(shop.write(ticket, "heartbeat", "")));
        });
        rows.refused("K053", () -> {
            var ticket = shop.held();
            var answer = shop.write(
                    ticket, "chunks", "\"chunks\":[{\"offset\":3,\"text\":\"def\"},{\"offset\":0,\"text\":\"abc\"}]");
            assertEquals(0, Workshop.ok(shop.write(ticket, "heartbeat", "")));
            return answer;
        });
    }

    /** What was written stays, and the reply its worker's to end. */
    private Answer answeredTooMuch() {
        var ticket = shop.held();
        var piece = "x".repeat(60_000);
        var end = 0;
        for (var i = 0; i < 5; i++) {
            end = Workshop.ok(shop.chunk(ticket, end, piece));
        }
        var answer = shop.chunk(ticket, end, piece);
        assertEquals(
                200,
                shop.write(ticket, "fail", "\"reason\":\"the answer is too long\"")
                        .status());
        return answer;
    }

    private void ends(BadInputRows rows) {
        rows.holds("K031", () -> {
            var ticket = shop.held();
            Workshop.ok(shop.chunk(ticket, 0, "abc"));
            var first = shop.complete(ticket, "abc");
            var again = shop.complete(ticket, "abc");
            assertEquals(200, first.status(), first::body);
            assertEquals(first.body(), again.body());
            assertEquals(200, again.status());
        });
        rows.refused("K032", () -> {
            var ticket = shop.held();
            Workshop.ok(shop.chunk(ticket, 0, "abc"));
            assertEquals(200, shop.complete(ticket, "abc").status());
            return shop.complete(ticket, "abd");
        });
        rows.refused("K054", () -> {
            var ticket = shop.held();
            Workshop.ok(shop.chunk(ticket, 0, "abc"));
            var answer = shop.complete(ticket, "abcd");
            assertEquals(3, Wire.json(answer.body()).path("expected_length").asInt());
            return answer;
        });
        rows.refused("K056", () -> completed("\"usage\":{\"input_tokens\":-1,\"output_tokens\":1}"));
        rows.refused("K059", () -> completed("\"usage\":{\"input_tokens\":1,\"output_tokens\":1,\"total_tokens\":3}"));
        rows.refused("K060", () -> completed("\"finish_reason\":\"tired\""));
        rows.refused("K062", () -> {
            var ticket = shop.held();
            Workshop.ok(shop.chunk(ticket, 0, "abc"));
            return shop.complete(ticket, "");
        });
        rows.refused("K063", () -> completed("\"role\":\"user\""));
    }

    private Answer completed(String fields) {
        return shop.write(shop.held(), "complete", fields);
    }

    private void failures(BadInputRows rows) {
        rows.refused("K064", this::heartbeatAtOnce);
        rows.holds("K065", () -> {
            var worker = shop.hired(shop.ana, "from-the-future", 1);
            var body = "{\"at\":\"2099-01-01T00:00:00Z\",\"seen_at\":\"2099-01-01T00:00:00Z\"}";
            var seen = Wire.ok(200, shop.server.post(worker, "/worker/heartbeat", body));
            assertEquals(shop.clock.instant().toString(), seen.path("seen_at").asText());
        });
        rows.holds("K066", () -> {
            var session = shop.session();
            var lost = shop.heldIn(session);
            shop.leaseRunsOut();
            var again = shop.claimed(session).orElseThrow();
            assertEquals(lost.path("reply_id"), again.path("reply_id"));
            assertTrue(again.path("fence").asLong() > lost.path("fence").asLong());
            assertEquals(2, again.path("attempt").asInt());
            Workshop.ok(shop.chunk(again, 0, "Half of"));
            shop.leaseRunsOut();
            assertTrue(shop.claimed(session).isEmpty());
            assertEquals(
                    "expired",
                    shop.messages(session).path(1).path("finish_reason").asText());
        });
        rows.holds("K068", () -> {
            var ticket = shop.held();
            Stream.generate(() -> shop.chunk(ticket, 0, "told once"))
                    .limit(3)
                    .forEach(answer -> assertEquals(9, Workshop.ok(answer)));
            assertEquals(200, shop.complete(ticket, "told once").status());
            assertEquals(200, shop.complete(ticket, "told once").status());
            assertEquals(
                    List.of("What do you see?", "told once"),
                    shop.said(ticket.path("session_id").asText()));
        });
        rows.refused("K069", this::heartbeatAtOnce);
        rows.holds("K070", () -> {
            var session = shop.session();
            shop.sent(session, "What do you see?");
            // As far as the server knows, somebody holds it; the answer never came.
            shop.claimed("nobody reads this");
            shop.leaseRunsOut();
            assertEquals(2, shop.claimed(session).orElseThrow().path("attempt").asInt());
        });
        rows.holds("K071", () -> {
            var session = shop.session();
            shop.sent(session, "Poison");
            for (var attempt = 1; attempt <= 3; attempt++) {
                assertEquals(
                        attempt,
                        shop.claimed(session).orElseThrow().path("attempt").asInt());
                shop.leaseRunsOut();
            }
            assertTrue(shop.claimed(session).isEmpty());
            assertEquals(
                    "expired",
                    shop.messages(session).path(1).path("finish_reason").asText());
            assertFalse(shop.heldIn(session).path("reply_id").asText().isEmpty());
        });
    }

    private Answer heartbeatAtOnce() {
        shop.clock.forward(Duration.ofSeconds(2));
        assertEquals(200, shop.post("/worker/heartbeat", "{}").status());
        return shop.post("/worker/heartbeat", "{}");
    }

    /** What was verified is believed for half a second. */
    private static Answer until(int status, Supplier<Answer> ask) {
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        var answer = ask.get();
        while (answer.status() != status && System.nanoTime() < end) {
            answer = ask.get();
        }
        return answer;
    }

    @Override
    public void close() {
        shop.close();
    }
}
