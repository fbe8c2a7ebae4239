package dev.chatsessions.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Provider;
import dev.chatsessions.UserId;
import dev.chatsessions.WebhookSecretId;
import dev.chatsessions.spi.WebhookSecretStore;
import dev.chatsessions.spi.WebhookSecretStore.StoredWebhookSecret;
import dev.chatsessions.webhook.SecretKind;
import dev.chatsessions.webhook.WebhookSecret;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@link WebhookSecretStore} promises. Used by one test at a time. */
public abstract class WebhookSecretStoreContract extends Contract {

    private static final Provider OMI = new Provider("omi");

    private static final Provider OTHER = new Provider("other");

    private static final Optional<UserId> ANNA = Optional.of(new UserId("anna"));

    private static final Optional<UserId> BERT = Optional.of(new UserId("bert"));

    private static final Optional<UserId> NOBODY = Optional.empty();

    /** With the fixture of one test. */
    protected WebhookSecretStoreContract(StorageFixture fixture) {
        super(fixture);
    }

    @Test
    void a_secret_is_found_by_its_id_and_by_what_is_kept_of_it() {
        var annas = kept(secret(OMI, SecretKind.PATH, ANNA, 1, "hash-1"));
        var operators = kept(secret(OMI, SecretKind.PATH, NOBODY, 1, "HASH-1"));

        for (var stored : List.of(annas, operators)) {
            assertEquals(Optional.of(stored), find(stored.secret().id()));
            assertEquals(Optional.of(stored), findGood(OMI, stored.kept()));
        }
        assertEquals(Optional.empty(), find(ids.webhookSecret()));
        assertEquals(Optional.empty(), findGood(OMI, "hash"));
        assertEquals(Optional.empty(), findGood(OTHER, "hash-1"));
    }

    @Test
    void only_what_is_shown_is_found_by_what_is_kept_of_it() {
        kept(secret(OMI, SecretKind.STANDARD, ANNA, 1, "sealed"));
        var shown = kept(secret(OMI, SecretKind.PATH, ANNA, 2, "hashed"));

        assertEquals(Optional.empty(), findGood(OMI, "sealed"));
        assertEquals(Optional.of(shown), findGood(OMI, "hashed"));
    }

    @Test
    void each_place_of_an_owner_and_provider_is_taken_once() {
        kept(secret(OMI, SecretKind.PATH, ANNA, 1, "one"));

        assertFalse(inserted(secret(OMI, SecretKind.GITHUB, ANNA, 1, "two")));

        assertEquals(Optional.empty(), findGood(OMI, "two"));
        kept(secret(OMI, SecretKind.PATH, ANNA, 2, "three"));
        kept(secret(OTHER, SecretKind.PATH, ANNA, 1, "four"));
        kept(secret(OMI, SecretKind.PATH, BERT, 1, "five"));
        kept(secret(OMI, SecretKind.PATH, NOBODY, 1, "six"));
        assertFalse(inserted(secret(OMI, SecretKind.PATH, NOBODY, 1, "seven")));
    }

    @Test
    void of_racing_secrets_one_takes_the_place() {
        var taken = Collision.results(Collision.of(List.of("one", "two", "three", "four").stream()
                .<Callable<Boolean>>map(hash -> () -> inserted(secret(OMI, SecretKind.PATH, ANNA, 1, hash)))
                .toList()));

        assertEquals(1, Collections.frequency(taken, true));
        assertEquals(1, good(OMI, SecretKind.PATH, ANNA).size());
    }

    @Test
    void a_secret_is_revoked_once_and_frees_its_place() {
        var stored = kept(secret(OMI, SecretKind.PATH, ANNA, 1, "one"));

        assertTrue(revoked(stored.secret().id(), 3));
        assertFalse(revoked(stored.secret().id(), 4));
        assertFalse(revoked(ids.webhookSecret(), 5));

        assertEquals(
                Optional.of(new StoredWebhookSecret(stored.secret(), 1, "one", Optional.of(TestTimes.at(3)))),
                find(stored.secret().id()));
        assertEquals(Optional.empty(), findGood(OMI, "one"));
        assertEquals(List.of(), good(OMI, SecretKind.PATH, ANNA));
        assertEquals(List.of(), listed(ANNA, Optional.empty(), ALL));
        kept(secret(OMI, SecretKind.PATH, ANNA, 1, "two"));
    }

    @Test
    void good_ones_are_read_by_provider_kind_and_owner_in_their_places() {
        var second = kept(secret(OMI, SecretKind.GITHUB, ANNA, 2, "two"));
        var first = kept(secret(OMI, SecretKind.GITHUB, ANNA, 1, "one"));
        kept(secret(OMI, SecretKind.STANDARD, ANNA, 3, "three"));
        kept(secret(OTHER, SecretKind.GITHUB, ANNA, 1, "four"));
        kept(secret(OMI, SecretKind.GITHUB, BERT, 1, "five"));
        var operators = kept(secret(OMI, SecretKind.GITHUB, NOBODY, 1, "six"));

        assertEquals(List.of(first, second), good(OMI, SecretKind.GITHUB, ANNA));
        assertEquals(List.of(operators), good(OMI, SecretKind.GITHUB, NOBODY));
    }

    @Test
    void an_owners_good_ones_are_listed_latest_first_in_pages() {
        var all = Stream.of(
                        secret(OMI, SecretKind.PATH, ANNA, 1, "one"),
                        secret(OTHER, SecretKind.PATH, ANNA, 1, "two"),
                        secret(OMI, SecretKind.GITHUB, ANNA, 2, "three"))
                .map(this::kept)
                .toList();
        kept(secret(OMI, SecretKind.PATH, BERT, 1, "four"));
        kept(secret(OMI, SecretKind.PATH, NOBODY, 1, "five"));

        assertEquals(List.of(all.get(2), all.get(1)), listed(ANNA, Optional.empty(), 2));
        assertEquals(
                List.of(all.get(0)),
                listed(ANNA, Optional.of(all.get(1).secret().id()), 2));
    }

    @Test
    void what_was_made_and_revoked_shows_in_the_same_transaction() {
        var stored = secret(OMI, SecretKind.PATH, ANNA, 1, "one");

        keep(stores -> {
            assertTrue(stores.webhookSecrets().insert(stored));
            assertFalse(stores.webhookSecrets().insert(secret(OMI, SecretKind.PATH, ANNA, 1, "two")));
            assertEquals(Optional.of(stored), stores.webhookSecrets().findGood(OMI, "one"));
            assertTrue(stores.webhookSecrets().revoke(stored.secret().id(), TestTimes.at(2)));
            assertEquals(Optional.empty(), stores.webhookSecrets().findGood(OMI, "one"));
        });
    }

    private StoredWebhookSecret kept(StoredWebhookSecret stored) {
        assertTrue(inserted(stored), "place " + stored.place() + " is taken");
        return stored;
    }

    private boolean inserted(StoredWebhookSecret stored) {
        return did(stores -> stores.webhookSecrets().insert(stored));
    }

    private boolean revoked(WebhookSecretId id, int second) {
        return did(stores -> stores.webhookSecrets().revoke(id, TestTimes.at(second)));
    }

    private Optional<StoredWebhookSecret> find(WebhookSecretId id) {
        return read(stores -> stores.webhookSecrets().find(id));
    }

    private Optional<StoredWebhookSecret> findGood(Provider provider, String kept) {
        return read(stores -> stores.webhookSecrets().findGood(provider, kept));
    }

    private List<StoredWebhookSecret> good(Provider provider, SecretKind kind, Optional<UserId> owner) {
        return read(stores -> stores.webhookSecrets().good(provider, kind, owner));
    }

    private List<StoredWebhookSecret> listed(Optional<UserId> owner, Optional<WebhookSecretId> before, int limit) {
        return read(stores -> stores.webhookSecrets().list(owner, before, limit));
    }

    private StoredWebhookSecret secret(
            Provider provider, SecretKind kind, Optional<UserId> owner, int place, String kept) {
        var secret = new WebhookSecret(ids.webhookSecret(), provider, kind, owner, TestTimes.at(place));
        return new StoredWebhookSecret(secret, place, kept, Optional.empty());
    }
}
