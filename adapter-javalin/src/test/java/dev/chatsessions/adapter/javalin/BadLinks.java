package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ClientAddress;
import dev.chatsessions.DeviceId;
import dev.chatsessions.LinkId;
import dev.chatsessions.UserId;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.link.DeviceLink;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Devices that are somebody else's, codes that are wrong, and too many tries. Each row has users and devices of its own. */
record BadLinks(Target target) {

    private static final String STARTED = "{\"ok\":true,\"expires_in\":600}";

    void addTo(BadInputRows rows) {
        starts(rows);
        codes(rows);
        limits(rows);
        links(rows);
    }

    private void starts(BadInputRows rows) {
        rows.refused(
                "L001", () -> target.send(json(HttpRequest.newBuilder(target.server.uri("/link/omi/start")), "{}")));
        rows.refused("L002", () -> post("l002", "/link/omi/start", "{}"));
        rows.refused("L003", () -> start("l003", ""));
        rows.refused("L004", () -> post("l004", "/link/omi/start", "{\"omi_user_id\":7}"));
        rows.refused("L005", () -> start("l005", "d".repeat(257)));
        rows.refused("L007", () -> start("l007", "\u202ed-l007"));
        rows.refused("L008", () -> post("l008", "/link/omi/start", "[{\"omi_user_id\":\"d\"}]"));
        rows.refused(
                "L009",
                () -> target.send(target.server
                        .request(token("l009"), "/link/omi/start")
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("{\"omi_user_id\":\"d\"}"))));
        rows.holds("L010", this::whoHasTwentyLinksIsToldNoCode);
        rows.holds("L011", this::forSomebodyElsesDeviceNoCodeIsTold);
        rows.holds("L012", this::twoUsersStartForOneDeviceWithoutMeeting);
        rows.refused("L015", () -> post("l015", "/link/omi/start", "{\"omi_user_id\":\"d\",\"user_id\":\"victim\"}"));
        rows.holds("L018", this::noCodeIsInALog);
        rows.holds("L019", this::aCodeInTheAddressIsNotRead);
        rows.holds("L020", this::noHeaderHoldsACode);
    }

    private void codes(BadInputRows rows) {
        rows.refused("L021", () -> post("l021", "/link/omi/confirm", "{\"omi_user_id\":\"d-l021\"}"));
        rows.refused("L022", () -> withCode("l022", "123456"));
        rows.refused("L024", () -> confirm("l024", "d-l024", "123456789"));
        rows.refused("L026", () -> confirm("l026", "d-l026", "\uff11\uff12\uff13\uff14\uff15\uff16"));
        rows.refused("L030", () -> confirm("l030", "d-l030", "1".repeat(1 << 20)));
        rows.refused("L032", () -> confirm("l032", "d-l032", differing("l032", "d-l032", told("l032", "other-l032"))));
        rows.refused("L033", () -> confirm("l033", "d-l033", differing("l033", "d-l033", told("l033-b", "d-l033"))));
        rows.refused("L035", () -> confirm("l035", "d-l035", linked("l035", "d-l035")));
        rows.refused("L036", this::afterUnlinking);
        rows.refused("L037", () -> {
            var first = told("l037", "d-l037");
            return confirm("l037", "d-l037", differing("l037", "d-l037", first));
        });
        rows.refused("L038", () -> confirm("l038", "d-l038", "123456"));
        rows.refused("L039", () -> confirm("l039", "unknown-l039", told("l039", "d-l039")));
        rows.refused("L040", () -> afterWrongCodes("l040", 5, true));
        rows.refused("L041", () -> afterWrongCodes("l041", 5, false));
        rows.refused("L045", () -> afterWrongCodes("l045", 5, true));
        rows.refused("L050", () -> {
            var second = told("l050-b", "d-l050");
            linked("l050", "d-l050");
            return confirm("l050-b", "d-l050", second);
        });
        rows.holds("L051", this::anotherNodeConfirms);
        rows.refused("L052", this::anOldCodeAfterTheClockWentBack);
    }

    private void limits(BadInputRows rows) {
        rows.refused(
                "L013",
                () -> onServerOfItsOwn(own -> {
                    for (var i = 0; i < 10; i++) {
                        assertEquals(200, own.start("ana", "d-" + i).status());
                    }
                    return own.start("ana", "d");
                }));
        rows.refused(
                "L014",
                () -> onServerOfItsOwn(own -> {
                    for (var i = 0; i < 100; i++) {
                        assertEquals(
                                200, own.start("user-" + i / 10, "d-" + i % 10).status());
                    }
                    return own.start("ben", "d");
                }));
        rows.refused("L042", this::wrongCodesFromTenAddresses);
        rows.refused(
                "L043",
                () -> onServerOfItsOwn(own -> {
                    for (var i = 0; i < 20; i++) {
                        assertEquals(
                                400, own.confirm("user-" + i / 5, "d", "123456").status());
                    }
                    return own.confirm("ben", "d", "123456");
                }));
        rows.holds("L044", () -> onServerOfItsOwn(BadLinks::fiftyWrongCodesAtOnce));
        rows.refused(
                "L046",
                () -> onServerOfItsOwn(own -> {
                    for (var i = 0; i < 10; i++) {
                        own.confirm("ana", "d-ana", "123456");
                    }
                    own.linked("ben", "d-ben");
                    return own.confirm("ana", "d-ana", "123456");
                }));
    }

    private void links(BadInputRows rows) {
        rows.refused("L060", () -> {
            linked("l060", "d-l060");
            return unlink("l060-b", "d-l060");
        });
        rows.holds("L061", () -> {
            linked("l061", "d-l061");
            assertEquals(204, unlink("l061", "d-l061").status());
            assertEquals(204, unlink("l061", "d-l061").status());
        });
        rows.holds("L064", () -> {
            linked("l064", "d-l064");
            linked("l064-b", "d-l064-b");
            assertEquals(1, links("l064").split("\"device_id\"", -1).length - 1);
            assertTrue(links("l064").contains("\"d-l064\""));
        });
        rows.holds("L065", this::withItsUserALinkIsGone);
        rows.refused("L066", () -> Answer.of(target.server.get(token("l066"), "/link/omi/confirm")));
        rows.refused(
                "L067",
                () -> target.send(json(
                        target.withCookie("/link/omi/confirm").header("Sec-Fetch-Site", "cross-site"),
                        "{\"omi_user_id\":\"d-l067\",\"code\":\"123456\"}")));
    }

    private void whoHasTwentyLinksIsToldNoCode() {
        for (var i = 0; i < 20; i++) {
            var device = new DeviceId(LinkRoutes.OMI, "d-l010-" + i);
            var link = new LinkId(UUID.randomUUID());
            target.storage.write(stores -> stores.deviceLinks()
                    .insert(new DeviceLink(link, device, new UserId("l010"), stores.now(), Optional.empty())));
        }

        assertEquals(STARTED, start("l010", "d-l010").body());

        // What is told next is another's, so nothing was told before.
        told("l010-b", "d-l010-b");
    }

    private void forSomebodyElsesDeviceNoCodeIsTold() {
        linked("l011", "d-l011");

        assertEquals(STARTED, start("l011-b", "d-l011").body());

        told("l011-b", "d-l011-b");
    }

    private void twoUsersStartForOneDeviceWithoutMeeting() {
        var first = told("l012", "d-l012");
        var second = told("l012-b", "d-l012");
        for (var i = 0; i < 5; i++) {
            assertEquals(400, confirm("l012", "d-l012", another(first)).status());
        }

        assertEquals(200, confirm("l012-b", "d-l012", second).status());
    }

    private void noCodeIsInALog() {
        try (var logs = new RecordedLogs()) {
            var code = linked("l018", "d-l018");
            confirm("l018", "d-l018", code);

            assertTrue(logs.all().contains("route=/link/{provider}/confirm"), logs::all);
            assertFalse(logs.all().contains(code), "a code is in a log");
        }
    }

    private void aCodeInTheAddressIsNotRead() {
        var code = told("l019", "d-l019");

        var answer = post("l019", "/link/omi/confirm?code=" + code, "{\"omi_user_id\":\"d-l019\"}");

        BadInputRows.requireRefused("400 code-invalid", answer);
        assertFalse(answer.toString().contains(code));
    }

    private void noHeaderHoldsACode() {
        var started = start("l020", "d-l020");
        var code = target.server.told.next("d-l020");
        var confirmed = confirm("l020", "d-l020", code);

        assertEquals(200, confirmed.status());
        for (var answer : new Answer[] {started, confirmed}) {
            assertFalse(answer.headers().containsKey("location"), answer::toString);
            assertFalse(answer.toString().contains(code), "an answer holds the code");
        }
    }

    private void withItsUserALinkIsGone() {
        linked("l065", "d-l065");
        assertEquals(202, Answer.of(target.server.delete(token("l065"), "/me")).status());
        for (var rounds = 0; isBeingErased("l065"); rounds++) {
            assertTrue(rounds < 1_000, "the user is not erased");
            target.server.chat.housekeeping().runOnce();
        }

        var delivered = target.send(json(
                HttpRequest.newBuilder(target.server.uri("/omi-webhook?uid=d-l065")),
                "{\"segments\":[{\"text\":\"hi\",\"start\":0,\"end\":1}]}"));

        assertEquals(200, delivered.status(), delivered::body);
        assertFalse(Wire.json(delivered.body()).path("linked").asBoolean(), delivered::body);
        linked("l065-b", "d-l065");
    }

    private boolean isBeingErased(String user) {
        var erasure = target.server.chat.erasures().find(Caller.admin("test"), new UserId(user));
        return erasure.endedAt().isEmpty();
    }

    private Answer afterUnlinking() {
        linked("l036", "d-l036");
        var again = told("l036", "d-l036");
        unlink("l036", "d-l036");
        return confirm("l036", "d-l036", again);
    }

    private Answer afterWrongCodes(String user, int wrong, boolean rightAtLast) {
        var code = told(user, "d-" + user);
        for (var i = 0; i < wrong; i++) {
            assertEquals(400, confirm(user, "d-" + user, another(code)).status());
        }
        return confirm(user, "d-" + user, rightAtLast ? code : another(code));
    }

    private void anotherNodeConfirms() {
        var told = new ToldCodes();
        try (var node = SessionCore.builder()
                .storage(target.storage)
                .codeHasher(new QuickCodes())
                .messenger(told)
                .build()) {
            node.links().start(Caller.user("l051"), new DeviceId(LinkRoutes.OMI, "d-l051"), Optional.empty());

            assertEquals(200, confirm("l051", "d-l051", told.next("d-l051")).status());
        }
    }

    private Answer anOldCodeAfterTheClockWentBack() {
        var clock = new MovableClock();
        return on(target.another(clock, HttpSettings.Builder::unlimitedRate), own -> {
            var code = own.told("ana", "d");
            clock.forward(Duration.ofMinutes(11));
            assertEquals(400, own.confirm("ana", "d", code).status());
            clock.forward(Duration.ofMinutes(-30));
            return own.confirm("ana", "d", code);
        });
    }

    /** The addresses are the product's to know here, as all that this client comes from is one. */
    private Answer wrongCodesFromTenAddresses() {
        var code = told("l042", "d-l042");
        for (var i = 0; i < 5; i++) {
            var from = Optional.of(new ClientAddress("203.0.113." + i));
            assertThrows(
                    Invalid.class,
                    () -> target.server
                            .chat
                            .links()
                            .confirm(Caller.user("l042"), new DeviceId(LinkRoutes.OMI, "d-l042"), another(code), from));
        }
        return confirm("l042", "d-l042", code);
    }

    private static Answer fiftyWrongCodesAtOnce(BadLinks own) {
        var code = own.told("ana", "d");
        var token = own.token("ana");
        var threads = Executors.newFixedThreadPool(50);
        try {
            var tries = new ArrayList<Callable<Integer>>();
            for (var i = 0; i < 50; i++) {
                tries.add(() -> own.target
                        .server
                        .post(token, "/link/omi/confirm", body("d", another(code)))
                        .statusCode());
            }
            for (var answer : threads.invokeAll(tries)) {
                assertTrue(answer.get() == 400 || answer.get() == 429, "a wrong code was answered " + answer.get());
            }
        } catch (InterruptedException | ExecutionException failed) {
            throw new AssertionError(failed);
        } finally {
            threads.shutdownNow();
        }
        assertEquals(5, own.target.server.codes.compared());
        return own.confirm("ana", "d", code);
    }

    private Answer onServerOfItsOwn(Function<BadLinks, Answer> test) {
        return on(target.another(HttpSettings.Builder::unlimitedRate), test);
    }

    private static Answer on(Target own, Function<BadLinks, Answer> test) {
        try (own) {
            return test.apply(new BadLinks(own));
        }
    }

    private String token(String user) {
        return target.token(user);
    }

    private Answer post(String user, String path, String body) {
        return Answer.of(target.server.post(token(user), path, body));
    }

    private Answer start(String user, String device) {
        return post(user, "/link/omi/start", "{\"omi_user_id\":" + Wire.quoted(device) + "}");
    }

    private Answer confirm(String user, String device, String code) {
        return post(user, "/link/omi/confirm", body(device, code));
    }

    /** With a code that is written as {@code json} has it. */
    private Answer withCode(String user, String json) {
        return post(user, "/link/omi/confirm", "{\"omi_user_id\":\"d-" + user + "\",\"code\":" + json + "}");
    }

    private static String body(String device, String code) {
        return "{\"omi_user_id\":" + Wire.quoted(device) + ",\"code\":" + Wire.quoted(code) + "}";
    }

    private Answer unlink(String user, String device) {
        return Answer.of(target.server.delete(token(user), "/link/omi/" + device));
    }

    private String links(String user) {
        return target.server.get(token(user), "/link/omi").body();
    }

    /** The code that the device was told when this user started. */
    private String told(String user, String device) {
        assertEquals(STARTED, start(user, device).body());
        return target.server.told.next(device);
    }

    /** Starts until the device is told another code than {@code code}, and gives that one back. */
    private String differing(String user, String device, String code) {
        return told(user, device).equals(code) ? differing(user, device, code) : code;
    }

    /** Links the device and gives the code back with which that was done. */
    private String linked(String user, String device) {
        var code = told(user, device);
        assertEquals(200, confirm(user, device, code).status());
        return code;
    }

    private static String another(String code) {
        return code.substring(0, 5) + (code.charAt(5) == '0' ? '1' : '0');
    }

    private static HttpRequest.Builder json(HttpRequest.Builder request, String body) {
        return request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }
}
