package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.hash.Hashing;
import com.google.common.io.BaseEncoding;
import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Forbidden;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.ChatSessionsException.Unauthenticated;
import dev.chatsessions.ChatSessionsException.Unavailable;
import dev.chatsessions.DeviceId;
import dev.chatsessions.PageRequest;
import dev.chatsessions.Provider;
import dev.chatsessions.RequestKey;
import dev.chatsessions.WebhookSecretId;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.webhook.IssuedSecret;
import dev.chatsessions.webhook.Proof;
import dev.chatsessions.webhook.SecretKind;
import dev.chatsessions.webhook.WebhookSecret;
import dev.chatsessions.webhook.WebhookSecrets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who has a secret that is good for a device delivers for it, and nobody else. */
abstract class WebhookSecretUseCases extends DeviceUseCases {

    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHv8=";

    private static final Provider OMI = NECKLACE.provider();

    private static final byte[] BODY = "{\"segments\":[]}".getBytes(StandardCharsets.UTF_8);

    private WebhookSecrets secrets;

    @BeforeEach
    void open_a_node_with_a_key() {
        secrets = node(Optional.of(KEY)).webhookSecrets();
    }

    @Test
    void an_operators_secret_is_good_for_every_device_of_its_provider() {
        linked(ANN, NECKLACE);
        for (var kind : SecretKind.values()) {
            var issued = issued(ADMIN, kind);

            good(NECKLACE, issued);
            good(GLASSES, issued);
            bad(new DeviceId(new Provider("other"), "necklace"), issued);
        }
    }

    @Test
    void a_users_secret_is_good_for_his_linked_devices_and_while_they_are() {
        linked(ANN, NECKLACE);
        linked(BOB, GLASSES);
        for (var kind : SecretKind.values()) {
            var issued = issued(ANN, kind);

            good(NECKLACE, issued);
            bad(GLASSES, issued);
            bad(device("nobodys"), issued);
        }
    }

    @Test
    void whose_device_is_linked_no_more_has_no_secret_that_is_good_for_it() {
        linked(ANN, NECKLACE);
        var issued = issued(ANN, SecretKind.PATH);
        good(NECKLACE, issued);

        links.unlink(ANN, NECKLACE);

        bad(NECKLACE, issued);
    }

    @Test
    void who_pairs_a_device_that_is_nobodys_delivers_for_it_until_the_pairing_expires() {
        var issued = issued(ANN, SecretKind.PATH);
        bad(NECKLACE, issued);

        codeFor(ANN, NECKLACE);
        good(NECKLACE, issued);

        backend.advance(Duration.ofMinutes(11));
        bad(NECKLACE, issued);
    }

    @Test
    void who_pairs_somebody_elses_device_does_not_deliver_for_it() {
        linked(ANN, NECKLACE);
        links.start(BOB, NECKLACE, NOWHERE);

        for (var kind : SecretKind.values()) {
            bad(NECKLACE, issued(BOB, kind));
        }
    }

    @Test
    void three_secrets_are_good_at_once_and_each_until_it_is_revoked() {
        linked(ANN, NECKLACE);
        var first = issued(ANN, SecretKind.STANDARD);
        var second = issued(ANN, SecretKind.STANDARD);
        var third = issued(ANN, SecretKind.GITHUB);

        conflict("too-many-secrets", () -> issued(ANN, SecretKind.PATH));
        for (var each : List.of(first, second, third)) {
            good(NECKLACE, each);
        }

        secrets.revoke(ANN, first.secret().id());
        secrets.revoke(ANN, first.secret().id());
        bad(NECKLACE, first);
        good(NECKLACE, second);
        good(NECKLACE, issued(ANN, SecretKind.PATH));
    }

    @Test
    void of_many_that_are_made_at_once_three_are() {
        var made = Collision.of(6, number -> () -> issued(ANN, SecretKind.PATH));

        assertEquals(
                3, made.stream().filter(outcome -> outcome.value().isPresent()).count());
        assertEquals(3, listed(ANN).size());
    }

    @Test
    void secrets_are_the_callers_own() {
        var anns = issued(ANN, SecretKind.PATH).secret();
        var operators = issued(ADMIN, SecretKind.GITHUB).secret();

        assertEquals(List.of(anns), listed(ANN));
        assertEquals(List.of(), listed(BOB));
        assertEquals(List.of(operators), listed(Caller.admin("another")));
        assertEquals(Optional.of(ANN.id()), anns.owner());
        assertEquals(Optional.empty(), operators.owner());
        var foreign = refused(NotFound.class, "not-found", () -> secrets.revoke(BOB, anns.id()));
        var absent = new WebhookSecretId(UUID.randomUUID());
        var none = refused(NotFound.class, "not-found", () -> secrets.revoke(BOB, absent));
        assertEquals(none.getMessage().replace(absent.toString(), anns.id().toString()), foreign.getMessage());
        refused(NotFound.class, "not-found", () -> secrets.revoke(ADMIN, anns.id()));
        refused(Forbidden.class, "forbidden", () -> issued(ROBOT, SecretKind.PATH));
        assertEquals(List.of(anns), listed(ANN));
    }

    @Test
    void a_secret_is_shown_once_and_is_another_each_time() {
        var key = RequestKey.of("a-key");
        var issued = secrets.issue(ANN, OMI, SecretKind.PATH, key);

        conflict("already-issued", () -> secrets.issue(ANN, OMI, SecretKind.PATH, key));

        var texts = new HashSet<>(
                List.of(issued.text(), issued(ANN, SecretKind.PATH).text()));
        assertEquals(2, texts.size());
        assertFalse(issued.toString().contains(issued.text()));
        assertEquals(2, listed(ANN).size());
    }

    @Test
    void without_the_servers_key_only_secrets_in_addresses_are_made_and_known() {
        linked(ANN, NECKLACE);
        var signing = issued(ANN, SecretKind.STANDARD);
        var shown = issued(ANN, SecretKind.PATH);

        secrets = node(Optional.empty()).webhookSecrets();

        good(NECKLACE, shown);
        conflict("no-secret-key", () -> issued(ANN, SecretKind.GITHUB));
        refused(Unavailable.class, "no-secret-key", () -> authenticated(NECKLACE, signing));
        secrets = node(Optional.of(KEY.replace("AAEC", "AAED"))).webhookSecrets();
        refused(Unavailable.class, "no-secret-key", () -> authenticated(NECKLACE, signing));
    }

    @Test
    void a_recorded_delivery_is_not_good_later() {
        linked(ANN, NECKLACE);
        var issued = issued(ANN, SecretKind.STANDARD);
        var proof = proof(issued);
        secrets.authenticate(NECKLACE, proof, BODY);

        backend.advance(Duration.ofMinutes(6));

        refused(Unauthenticated.class, "timestamp-out-of-range", () -> secrets.authenticate(NECKLACE, proof, BODY));
    }

    @Test
    void nothing_that_is_kept_is_a_secret() {
        for (var kind : SecretKind.values()) {
            var issued = issued(ANN, kind);

            var kept = backend.storage()
                    .read(stores ->
                            stores.webhookSecrets().find(issued.secret().id()).orElseThrow());

            assertFalse(kept.toString().contains(issued.text()));
            assertTrue(kept.kept().length() <= 255);
        }
    }

    private SessionCore node(Optional<String> key) {
        var builder = SessionCore.builder().storage(backend.storage()).housekeeping(Housekeeping.external());
        key.ifPresent(builder::secretKey);
        return opened(builder.build());
    }

    private IssuedSecret issued(Caller caller, SecretKind kind) {
        return secrets.issue(caller, OMI, kind, RequestKey.none());
    }

    private List<WebhookSecret> listed(Caller caller) {
        return secrets.list(caller, PageRequest.first(100)).items();
    }

    private void good(DeviceId device, IssuedSecret issued) {
        assertEquals(new Caller.Device(device), authenticated(device, issued));
    }

    private void bad(DeviceId device, IssuedSecret issued) {
        refused(Unauthenticated.class, "signature-invalid", () -> authenticated(device, issued));
    }

    private Caller.Device authenticated(DeviceId device, IssuedSecret issued) {
        return secrets.authenticate(device, proof(issued), BODY);
    }

    /** As its sender makes it, now. */
    private Proof proof(IssuedSecret issued) {
        return switch (issued.secret().kind()) {
            case PATH -> new Proof.Path(issued.text());
            case GITHUB ->
                new Proof.GitHub("sha256="
                        + Hashing.hmacSha256(issued.text().getBytes(StandardCharsets.UTF_8))
                                .hashBytes(BODY));
            case STANDARD -> standard(issued.text());
        };
    }

    private Proof standard(String secret) {
        var sentAt = backend.storage().read(Stores::now).getEpochSecond();
        var key = BaseEncoding.base64().decode(secret.substring("whsec_".length()));
        var signed = Hashing.hmacSha256(key)
                .newHasher()
                .putString("msg-1." + sentAt + ".", StandardCharsets.UTF_8)
                .putBytes(BODY)
                .hash();
        return new Proof.Standard("msg-1", sentAt, "v1," + BaseEncoding.base64().encode(signed.asBytes()));
    }
}
