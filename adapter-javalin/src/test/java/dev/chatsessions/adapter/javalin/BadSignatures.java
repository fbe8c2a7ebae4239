package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Deliveries that are signed wrongly, too late, or twice. */
final class BadSignatures {

    private final Target target;

    private final String secret;

    BadSignatures(Target target) {
        this.target = target;
        this.secret = Wire.ok(
                        201,
                        target.server.post(
                                TestServer.ADMIN_TOKEN,
                                "/webhook-secrets",
                                "{\"provider\":\"omi\",\"kind\":\"standard\"}"))
                .path("secret")
                .asText();
    }

    void addTo(BadInputRows rows) {
        signatures(rows);
        headers(rows);
        rows.refused("W027", () -> target.send(at(now(-360)).to(target.server)));
        rows.refused("W028", () -> target.send(at(now(360)).to(target.server)));
        rows.refused("W029", () -> target.send(at("253402300799").to(target.server)));
        rows.holds("W030", this::theSameAgain);
        rows.holds("W031", this::theSameAfterARestart);
        rows.holds("W032", this::eightCopiesAtOnce);
        rows.holds("W033", this::theSameAfterWeWereAway);
        rows.refused("W034", () -> {
            var first = call("w034");
            target.send(first.to(target.server));
            return target.send(SignedCall.of(secret, first.id(), segments("w034", "another"))
                    .to(target.server));
        });
    }

    private void signatures(BadInputRows rows) {
        rows.refused("W002", () -> with(good -> good.signature().replaceFirst("..=$", "xx=")));
        rows.refused("W005", () -> {
            var signed = call("w005");
            return target.send(
                    signed.to(target.server, signed.signature(), signed.body().replace(":", ": ")));
        });
        rows.refused("W007", () -> {
            var signed = call("w007");
            return target.send(signed.at(now(1)).to(target.server, signed.signature(), signed.body()));
        });
        rows.refused("W008", () -> with(good -> "v1,%%not-base-64%%"));
        rows.refused(
                "W009",
                () -> with(
                        good -> "v1," + SignedCall.github(secret, good.body()).substring(7)));
        rows.refused("W011", () -> with(good -> good.signature().replace("v1,", "v9,")));
        rows.refused("W012", () -> with(good -> " "));
        rows.refused("W013", () -> with(good -> "v1,"));
        rows.holds("W014", this::withoutASecretInBothProfiles);
        rows.refused(
                "W015",
                () -> onServerWithSecrets(server -> Answer.of(
                        server.send(plain(server, "/omi-webhook?uid=w015&token=" + secret, segments("w015", "hi"))))));
        rows.holds(
                "W016",
                () -> assertEquals(
                        200,
                        with(good -> "v1,bm9uZQ== " + good.signature() + " v1,eWV0")
                                .status()));
    }

    private void headers(BadInputRows rows) {
        rows.refused("W018", () -> target.send(at("soon").to(target.server)));
        rows.refused("W019", () -> target.send(at("-1700000000").to(target.server)));
        rows.refused("W020", () -> target.send(at(now(0) + "000").to(target.server)));
        rows.refused("W021", () -> target.send(at("+1700000000").to(target.server)));
        rows.refused(
                "W022",
                () -> target.send(plain(target.server, "/omi-webhook", "{}")
                        .header("webhook-timestamp", now(0))
                        .header("webhook-signature", "v1,x")));
        rows.refused("W023", () -> target.send(call("w023").withId("a.b").to(target.server)));
        rows.refused(
                "W024", () -> target.send(call("w024").withId("i".repeat(129)).to(target.server)));
        rows.refused("W025", () -> target.send(call("w025").to(target.server).header("webhook-id", "another")));
        rows.refused("W026", () -> target.send(call("w026").to(target.server).header("webhook-timestamp", now(1))));
    }

    private Answer with(Function<SignedCall, String> signatures) {
        var good = call("w0");
        return target.send(good.to(target.server, signatures.apply(good), good.body()));
    }

    private void withoutASecretInBothProfiles() {
        var body = segments("w014", "hi");
        assertEquals(
                200, target.send(plain(target.server, "/omi-webhook", body)).status());
        BadInputRows.requireRefused(
                "401 signature-invalid",
                onServerWithSecrets(server -> Answer.of(server.send(plain(server, "/omi-webhook", body)))));
    }

    private void theSameAgain() {
        var call = call("w030");
        assertTaken(1, target.send(call.to(target.server)));
        assertTaken(1, target.send(call.to(target.server)));
    }

    private void theSameAfterARestart() {
        var call = call("w031");
        assertTaken(1, target.send(call.to(target.server)));
        try (var restarted = target.beside(HttpSettings.Builder::unlimitedRate)) {
            assertTaken(1, restarted.send(call.to(restarted.server)));
        }
    }

    private void eightCopiesAtOnce() {
        var call = call("w032");
        var threads = Executors.newFixedThreadPool(8);
        try {
            var copies = new ArrayList<Callable<Answer>>();
            for (var i = 0; i < 8; i++) {
                copies.add(() -> target.send(call.to(target.server)));
            }
            for (var answer : threads.invokeAll(copies)) {
                assertTaken(1, answer.get());
            }
        } catch (InterruptedException | ExecutionException failed) {
            throw new AssertionError(failed);
        } finally {
            threads.shutdownNow();
        }
    }

    private void theSameAfterWeWereAway() {
        var call = call("w033");
        target.storage.lose();
        try {
            assertEquals(503, target.send(call.to(target.server)).status());
        } finally {
            target.storage.find();
        }
        assertTaken(1, target.send(call.to(target.server)));
    }

    private static void assertTaken(int accepted, Answer answer) {
        assertEquals(200, answer.status(), answer::body);
        assertEquals(accepted, Wire.json(answer.body()).path("accepted").asInt(), answer::body);
    }

    /** On a server that takes nothing without a secret. */
    private Answer onServerWithSecrets(Function<TestServer, Answer> test) {
        try (var own = target.beside(settings -> settings.unlimitedRate().unsignedWebhooks(false))) {
            return test.apply(own.server);
        }
    }

    private SignedCall call(String device) {
        return SignedCall.of(secret, "id-" + device, segments(device, "hi"));
    }

    private SignedCall at(String timestamp) {
        return call("w0").at(timestamp);
    }

    private static String now(long later) {
        return Long.toString(Instant.now().getEpochSecond() + later);
    }

    private static String segments(String device, String text) {
        return "{\"uid\":\"" + device + "\",\"segments\":" + List.of(segment(text)) + "}";
    }

    private static String segment(String text) {
        return "{\"id\":\"s-1\",\"text\":\"" + text + "\",\"is_user\":true,\"start\":0,\"end\":1}";
    }

    private static HttpRequest.Builder plain(TestServer server, String path, String body) {
        return HttpRequest.newBuilder(server.uri(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }
}
