package dev.chatsessions.core.webhook;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.ChatSessionsException.Unauthenticated;
import dev.chatsessions.webhook.Proof;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureRulesTest {

    /** The example of the specification of Standard Webhooks. */
    private static final String STANDARD_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static final String STANDARD_ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";

    private static final long SENT_AT = 1_614_265_330;

    private static final byte[] STANDARD_BODY = bytes("{\"test\": 2432232314}");

    private static final String STANDARD_SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    /** The example of GitHub's documentation. */
    private static final String GITHUB_SECRET = "It's a Secret to Everybody";

    private static final String GITHUB_SIGNATURE =
            "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    private static final byte[] GITHUB_BODY = bytes("Hello, World!");

    private static final List<String> OTHERS = List.of("whsec_bm90IHRoaXMgb25l", "whsec_bm9yIHRoaXMgb25lIGVpdGhlcg==");

    @Test
    void the_published_examples_are_signed() {
        assertTrue(isStandard(STANDARD_SIGNATURE, STANDARD_BODY));
        assertTrue(isGitHub(GITHUB_SIGNATURE, GITHUB_BODY));
    }

    @Test
    void one_good_signature_among_others_is_enough_and_so_is_one_good_secret() {
        assertTrue(isStandard("v9,abc v1,bm90IHRoaXM= " + STANDARD_SIGNATURE, STANDARD_BODY));
        var secrets = List.of(OTHERS.get(0), STANDARD_SECRET, OTHERS.get(1));
        assertTrue(SignatureRules.isSigned(standard(STANDARD_SIGNATURE), STANDARD_BODY, secrets));
        assertTrue(SignatureRules.isSigned(
                new Proof.GitHub(GITHUB_SIGNATURE), GITHUB_BODY, List.of("another", GITHUB_SECRET)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "v1,",
                "v1",
                "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v9,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE",
                "v1,h0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v1,*not base 64*",
                "v1,83484cf52b04f8e4cf2531adfed988",
                "V1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
            })
    void anything_else_is_no_signature_of_standard_webhooks(String signatures) {
        assertFalse(isStandard(signatures, STANDARD_BODY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha256=",
                "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
                "sha1=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
                "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e1",
                "sha256=857107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
                "sha256=dXEH6g6yUJ/CESIczphLijdXC211hsIsRvQ3nIsEPhc="
            })
    void anything_else_is_no_signature_of_github(String signature) {
        assertFalse(isGitHub(signature, GITHUB_BODY));
    }

    @Test
    void what_is_signed_is_the_id_the_time_and_each_byte_of_the_body() {
        var signed = standard(STANDARD_SIGNATURE);
        var secrets = List.of(STANDARD_SECRET);

        assertFalse(SignatureRules.isSigned(signed, bytes("{\"test\":2432232314}"), secrets));
        assertFalse(SignatureRules.isSigned(
                new Proof.Standard(STANDARD_ID, SENT_AT + 1, signed.signatures()), STANDARD_BODY, secrets));
        assertFalse(SignatureRules.isSigned(
                new Proof.Standard(STANDARD_ID + "x", SENT_AT, signed.signatures()), STANDARD_BODY, secrets));
        assertFalse(SignatureRules.isSigned(signed, STANDARD_BODY, OTHERS));
        assertFalse(isGitHub(GITHUB_SIGNATURE, bytes("Hello, World! ")));
    }

    @ParameterizedTest
    @ValueSource(longs = {-300, -299, 0, 299, 300})
    void a_delivery_is_good_for_five_minutes(long later) {
        assertDoesNotThrow(() ->
                SignatureRules.requireFresh(standard(STANDARD_SIGNATURE), Instant.ofEpochSecond(SENT_AT + later)));
    }

    @ParameterizedTest
    @ValueSource(longs = {-301, 301, -360, 360, 86_400})
    void what_was_recorded_cannot_be_sent_again_later(long later) {
        var failure = assertThrows(
                Unauthenticated.class,
                () -> SignatureRules.requireFresh(
                        standard(STANDARD_SIGNATURE), Instant.ofEpochSecond(SENT_AT + later)));

        assertEquals("timestamp-out-of-range", failure.code());
    }

    @Test
    void a_time_in_the_year_9999_is_out_of_range_like_any_other() {
        var then = new Proof.Standard(STANDARD_ID, 253_402_300_799L, STANDARD_SIGNATURE);

        assertThrows(Unauthenticated.class, () -> SignatureRules.requireFresh(then, Instant.ofEpochSecond(SENT_AT)));
    }

    private static boolean isStandard(String signatures, byte[] body) {
        return SignatureRules.isSigned(standard(signatures), body, List.of(STANDARD_SECRET));
    }

    private static boolean isGitHub(String signature, byte[] body) {
        return SignatureRules.isSigned(new Proof.GitHub(signature), body, List.of(GITHUB_SECRET));
    }

    private static Proof.Standard standard(String signatures) {
        return new Proof.Standard(STANDARD_ID, SENT_AT, signatures);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
