package dev.chatsessions.adapter.nimbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.chatsessions.ChatSessionsException.Unavailable;
import dev.chatsessions.UserId;
import dev.chatsessions.spi.IdentityProvider.Vouched;
import dev.chatsessions.spi.Observer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OidcIdentityProviderTest {

    private static final String ISSUER = "https://login.example/realms/a";

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static final Vouched ANN =
            new Vouched(UserId.of(ISSUER, "ann"), NOW.minusSeconds(60), NOW.plusSeconds(3_600));

    private static final RSAKey RSA = rsa("rsa-1");

    private static final ECKey EC = ec("ec-1", Curve.P_256);

    private static final ECKey ATTACKERS = ec("ec-1", Curve.P_256);

    private final KeyServer server = new KeyServer(RSA, EC);

    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

    private final Observer watching = new Observer() {
        @Override
        public void failed(String part, Throwable failure) {
            failures.add(part);
        }
    };

    private final OidcIdentityProvider provider = trusted(server.address(), watching);

    private static OidcIdentityProvider trusted(URI keys, Observer observer) {
        return OidcIdentityProvider.of("https://login.example/realms/a", "chat", keys, observer);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void what_the_provider_signed_is_good_until_it_says() {
        var p521 = ec("ec-2", Curve.P_521);
        server.publish(RSA, EC, p521);

        assertEquals(Optional.of(ANN), verify(signed(EC, JWSAlgorithm.ES256)));
        assertEquals(Optional.of(ANN), verify(signed(p521, JWSAlgorithm.ES512)));
        assertEquals(Optional.of(ANN), verify(signed(RSA, JWSAlgorithm.RS256)));
        assertEquals(Optional.of(ANN), verify(signed(RSA, JWSAlgorithm.PS384)));
        assertEquals(
                Optional.of(ANN), verify(token(claims -> claims.audience(List.of("another", "chat")))), "among others");
        assertEquals(
                Optional.of(ANN),
                verify(signed(EC, header -> header.type(new JOSEObjectType("at+jwt")), claims -> claims)),
                "RFC 9068");
        assertEquals(1, server.asked());
    }

    @Test
    void clocks_may_be_a_minute_apart_and_no_more() {
        assertEquals(true, isGood(claims -> claims.issueTime(date(60))));
        assertEquals(false, isGood(claims -> claims.issueTime(date(61))));
        assertEquals(true, isGood(claims -> claims.notBeforeTime(date(59))));
        assertEquals(false, isGood(claims -> claims.notBeforeTime(date(61))));
        assertEquals(true, isGood(claims -> claims.expirationTime(date(-59))));
        assertEquals(false, isGood(claims -> claims.expirationTime(date(-61))));
    }

    @Test
    void what_does_not_say_all_that_it_has_to_is_refused() {
        var refused = new LinkedHashMap<String, UnaryOperator<JWTClaimsSet.Builder>>();
        refused.put("another audience", claims -> claims.audience("another"));
        refused.put("no audience", claims -> claims.audience((String) null));
        refused.put("another issuer", claims -> claims.issuer("https://login.example/realms/b"));
        refused.put("almost the issuer", claims -> claims.issuer(ISSUER + "/"));
        refused.put("no issuer", claims -> claims.issuer(null));
        refused.put("no end", claims -> claims.expirationTime(null));
        refused.put("an end that is no time", claims -> claims.claim("exp", "tomorrow"));
        refused.put("no time of issue", claims -> claims.issueTime(null));
        refused.put("no subject", claims -> claims.subject(null));
        refused.put("a blank subject", claims -> claims.subject(" "));
        refused.put("a subject that is too long", claims -> claims.subject("a".repeat(200)));
        refused.put("a subject with a control character", claims -> claims.subject("ann\u0000"));

        refused.forEach((why, change) -> assertEquals(false, isGood(change), why));
    }

    @Test
    void what_is_not_signed_by_a_published_key_as_the_list_allows_is_refused() throws JOSEException {
        var good = signed(EC, JWSAlgorithm.ES256);
        var parts = good.split("\\.");
        var oct = new OctetSequenceKey.Builder(new byte[32]).keyID("oct-1").build();
        server.publishSecrets(RSA.toPublicJWK(), EC.toPublicJWK(), oct);
        var refused = new LinkedHashMap<String, String>();
        refused.put("alg none", new PlainJWT(claims().build()).serialize());
        refused.put(
                "alg none with a signature",
                head("{\"alg\":\"none\",\"kid\":\"ec-1\"}") + "." + parts[1] + "." + parts[2]);
        refused.put("no signature", parts[0] + "." + parts[1] + ".");
        refused.put("a signature of zeros", parts[0] + "." + parts[1] + "." + Base64URL.encode(new byte[64]));
        refused.put("another signature", signed(ATTACKERS, JWSAlgorithm.ES256));
        refused.put(
                "other claims",
                parts[0] + "." + claims().subject("bob").build().toPayload().toBase64URL() + "." + parts[2]);
        refused.put("HS256 with the public key", hmac("rsa-1", bytes(RSA)));
        refused.put("HS256 with the public key as PEM", hmac("rsa-1", pem(RSA).getBytes(StandardCharsets.US_ASCII)));
        refused.put("HS256 with a key that should not be published", hmac("oct-1", new byte[32]));
        refused.put(
                "another algorithm than the key's",
                head("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"ec-1\"}") + "." + parts[1] + "." + parts[2]);
        refused.put(
                "an algorithm that nobody knows",
                head("{\"alg\":\"XS256\",\"typ\":\"JWT\",\"kid\":\"ec-1\"}") + "." + parts[1] + "." + parts[2]);
        refused.put("no type", signed(EC, header -> header.type(null), claims -> claims));
        refused.put(
                "a token for logging out",
                signed(EC, header -> header.type(new JOSEObjectType("logout+jwt")), claims -> claims));
        refused.put(
                "something critical that nobody knows",
                signed(EC, header -> header.criticalParams(Set.of("exp")), claims -> claims));
        refused.put("two parts", parts[0] + "." + parts[1]);
        refused.put("five parts", good + ".e30.e30");
        refused.put("no claims", parts[0] + ".W10." + parts[2]);
        refused.put("a token of ours", "cs_u_c29tZXRoaW5nIHRoYXQgbG9va3MgbGlrZSBhIHRva2Vu");
        refused.put("nothing", "");

        assertTrue(verify(good).isPresent());
        refused.forEach((why, token) -> assertEquals(Optional.empty(), verify(token), why));
    }

    @Test
    void the_key_is_the_one_that_the_token_names() {
        var named = new LinkedHashMap<String, String>();
        named.put("none", null);
        named.put("another", "rsa-1");
        named.put("unknown", "ec-9");
        named.put("a path", "../../dev/null");
        named.put("a query", "' or '1'='1");

        named.forEach((why, kid) ->
                assertEquals(Optional.empty(), verify(signed(EC, header -> header.keyID(kid), claims -> claims)), why));
    }

    @Test
    void what_a_token_says_of_where_its_key_is_is_not_looked_at() {
        try (var theirs = new KeyServer(ATTACKERS)) {
            var refused = new LinkedHashMap<String, UnaryOperator<JWSHeader.Builder>>();
            refused.put("jku", header -> header.jwkURL(theirs.address()));
            refused.put("x5u", header -> header.x509CertURL(theirs.address()));
            refused.put("jwk", header -> header.jwk(ATTACKERS.toPublicJWK()));
            refused.put(
                    "jku and a key of its own",
                    header -> header.jwkURL(theirs.address()).keyID("ec-9"));

            refused.forEach((why, change) ->
                    assertEquals(Optional.empty(), verify(signed(ATTACKERS, change, claims -> claims)), why));
            assertEquals(
                    Optional.of(ANN),
                    verify(signed(EC, header -> header.jwkURL(theirs.address()), claims -> claims)),
                    "ours is ours");
            assertEquals(0, theirs.asked());
        }
    }

    @Test
    void keys_are_rotated_while_it_runs() {
        var before = signed(EC, JWSAlgorithm.ES256);
        assertTrue(verify(before).isPresent());
        var next = ec("ec-2", Curve.P_256);

        server.publish(next);

        assertTrue(verify(signed(next, JWSAlgorithm.ES256)).isPresent());
        assertEquals(Optional.empty(), verify(before), "its key was withdrawn");
    }

    @Test
    void who_makes_up_keys_has_nobody_fetch_more_than_once_more() {
        assertTrue(verify(signed(EC, JWSAlgorithm.ES256)).isPresent());

        for (var number = 0; number < 50; number++) {
            var kid = "made-up-" + number;
            assertEquals(Optional.empty(), verify(signed(ATTACKERS, header -> header.keyID(kid), claims -> claims)));
        }

        assertEquals(2, server.asked());
        assertTrue(verify(signed(EC, JWSAlgorithm.ES256)).isPresent());
    }

    @Test
    void those_who_come_together_fetch_the_keys_once() throws Exception {
        var answering = new CountDownLatch(1);
        var keys = new CountDownLatch(1);
        var published = new JWKSet(List.of(EC)).toString(true).getBytes(StandardCharsets.UTF_8);
        server.answer(exchange -> {
            answering.countDown();
            await(keys);
            exchange.sendResponseHeaders(200, published.length);
            exchange.getResponseBody().write(published);
        });
        var threads = Executors.newFixedThreadPool(8);
        try {
            var token = signed(EC, JWSAlgorithm.ES256);
            var verified = new ArrayList<Future<Boolean>>();
            for (var number = 0; number < 8; number++) {
                verified.add(threads.submit(() -> verify(token).isPresent()));
            }
            await(answering);
            keys.countDown();
            for (var each : verified) {
                assertTrue(each.get());
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(1, server.asked());
    }

    @Test
    void keys_that_it_has_serve_while_the_provider_is_away() {
        assertTrue(verify(signed(EC, JWSAlgorithm.ES256)).isPresent());

        server.answerText(500, "");

        assertEquals(Optional.empty(), verify(signed(EC, header -> header.keyID("ec-2"), claims -> claims)));
        assertEquals(List.of("identity-provider"), List.copyOf(failures));
        assertTrue(verify(signed(EC, JWSAlgorithm.ES256)).isPresent());
    }

    @Test
    void before_it_has_any_keys_it_says_that_it_cannot_tell() {
        var answers = Map.<String, Runnable>of(
                "failing", () -> server.answerText(503, ""),
                "no keys", () -> server.answerText(200, "<html>Sign in</html>"),
                "too much", () -> server.answerText(200, "{\"keys\":[],\"more\":\"" + "a".repeat(300_000) + "\"}"),
                "silent",
                        () -> server.answer(
                                exchange -> exchange.getRequestBody().readAllBytes()));

        answers.forEach((how, answer) -> {
            answer.run();
            var fresh = trusted(server.address(), Observer.none());
            unavailable(fresh);
            unavailable(fresh);
            unavailable(fresh);
        });
    }

    @Test
    void it_is_there_when_the_provider_is() {
        server.answerText(503, "");
        unavailable(provider);

        server.publish(EC);

        assertTrue(verify(signed(EC, JWSAlgorithm.ES256)).isPresent());
    }

    @Test
    void a_token_that_was_damaged_anywhere_is_refused_and_never_a_failure() {
        var random = new Random(9);
        var good = signed(EC, JWSAlgorithm.ES256);
        for (var round = 0; round < 150; round++) {
            var damaged = new StringBuilder(good);
            var at = random.nextInt(good.length() - 1);
            var instead = "abcXYZ019._-=~ \u00e9".charAt(random.nextInt(16));
            if (instead == good.charAt(at)) {
                continue;
            }
            damaged.setCharAt(at, instead);
            assertEquals(Optional.empty(), verify(damaged.toString()), damaged::toString);
        }
    }

    @Test
    void settings_that_cannot_be_meant_are_refused() {
        var keys = URI.create("https://login.example/keys");
        for (var issuer : List.of("", "login.example", "https://login.example/?a", "https://login.example/#a")) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> OidcIdentityProvider.of(issuer, "chat", keys, Observer.none()));
        }
        assertThrows(IllegalArgumentException.class, () -> OidcIdentityProvider.of(ISSUER, " ", keys, Observer.none()));
        for (var unsafe : List.of(
                "http://login.example/keys",
                "file:///etc/keys",
                "keys",
                "https:/keys",
                "http://127.0.0.1.example/keys")) {
            assertThrows(IllegalArgumentException.class, () -> trusted(URI.create(unsafe), Observer.none()), unsafe);
        }
    }

    private void unavailable(OidcIdentityProvider asked) {
        var refusal = assertThrows(Unavailable.class, () -> asked.verify(signed(EC, JWSAlgorithm.ES256), NOW));
        assertEquals("identity-provider-unavailable", refusal.code());
    }

    private Optional<Vouched> verify(String token) {
        return provider.verify(token, NOW);
    }

    private boolean isGood(UnaryOperator<JWTClaimsSet.Builder> change) {
        return verify(token(change)).isPresent();
    }

    private static String token(UnaryOperator<JWTClaimsSet.Builder> change) {
        return signed(EC, header -> header, change);
    }

    private static String signed(JWK key, JWSAlgorithm algorithm) {
        return signed(key, algorithm, header -> header, claims -> claims);
    }

    private static String signed(
            ECKey key, UnaryOperator<JWSHeader.Builder> header, UnaryOperator<JWTClaimsSet.Builder> claims) {
        return signed(key, JWSAlgorithm.ES256, header, claims);
    }

    private static String signed(
            JWK key,
            JWSAlgorithm algorithm,
            UnaryOperator<JWSHeader.Builder> header,
            UnaryOperator<JWTClaimsSet.Builder> claims) {
        try {
            var head = new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID(key.getKeyID());
            var jwt = new SignedJWT(
                    header.apply(head).build(), claims.apply(claims()).build());
            jwt.sign(signer(key));
            return jwt.serialize();
        } catch (JOSEException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static JWSSigner signer(JWK key) throws JOSEException {
        return key instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner(key.toECKey());
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience("chat")
                .subject("ann")
                .issueTime(date(-60))
                .expirationTime(date(3_600));
    }

    private static String hmac(String kid, byte[] secret) throws JOSEException {
        var header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .type(JOSEObjectType.JWT)
                .keyID(kid)
                .build();
        var jwt = new SignedJWT(header, claims().build());
        jwt.sign(new MACSigner(secret));
        return jwt.serialize();
    }

    private static String head(String json) {
        return Base64URL.encode(json).toString();
    }

    private static byte[] bytes(RSAKey key) throws JOSEException {
        return key.toRSAPublicKey().getEncoded();
    }

    private static String pem(RSAKey key) throws JOSEException {
        return "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(bytes(key))
                + "\n-----END PUBLIC KEY-----\n";
    }

    private static Date date(long seconds) {
        return Date.from(NOW.plus(Duration.ofSeconds(seconds)));
    }

    private static RSAKey rsa(String kid) {
        try {
            return new RSAKeyGenerator(2048).keyID(kid).generate();
        } catch (JOSEException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static ECKey ec(String kid, Curve curve) {
        try {
            return new ECKeyGenerator(curve).keyID(kid).generate();
        } catch (JOSEException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
