package dev.chatsessions.core.webhook;

import dev.chatsessions.DeviceId;
import dev.chatsessions.UserId;
import dev.chatsessions.link.DeviceLink;
import dev.chatsessions.spi.SecretHasher;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.webhook.Proof;
import dev.chatsessions.webhook.SecretKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells by its proof whether who delivers for a device may. Thread-safe. */
final class Deliverers {

    /** So many who pair a device that is nobody's may deliver for it; a list that nobody can make long. */
    private static final int MOST_PAIRING = 5;

    /** Where there is no secret to compare with, so that the time it takes does not tell. */
    private static final List<String> DECOY =
            List.of(SignatureRules.STANDARD_PREFIX + "bm90aGluZyBpcyBzaWduZWQgd2l0aCB0aGlz");

    private final SecretHasher hasher;

    private final SecretVault vault;

    Deliverers(SecretHasher hasher, SecretVault vault) {
        this.hasher = hasher;
        this.vault = vault;
    }

    void require(Stores stores, DeviceId device, Proof proof, byte[] body) {
        if (!isGood(stores, device, proof, body)) {
            throw SignatureRules.invalid();
        }
    }

    private boolean isGood(Stores stores, DeviceId device, Proof proof, byte[] body) {
        if (proof instanceof Proof.Path path) {
            return knows(stores, device, path);
        }
        if (proof instanceof Proof.Standard standard) {
            SignatureRules.requireFresh(standard, stores.now());
            return SignatureRules.isSigned(standard, body, secrets(stores, device, SecretKind.STANDARD));
        }
        return SignatureRules.isSigned((Proof.GitHub) proof, body, secrets(stores, device, SecretKind.GITHUB));
    }

    private boolean knows(Stores stores, DeviceId device, Proof.Path path) {
        var found = stores.webhookSecrets().findGood(device.provider(), hasher.hash(path.secret()));
        return found.isPresent()
                && found.get()
                        .secret()
                        .owner()
                        .map(owner -> owners(stores, device).contains(owner))
                        .orElse(true);
    }

    private List<String> secrets(Stores stores, DeviceId device, SecretKind kind) {
        var holders = new ArrayList<Optional<UserId>>();
        holders.add(Optional.empty());
        owners(stores, device).forEach(owner -> holders.add(Optional.of(owner)));
        var secrets = holders.stream()
                .flatMap(holder -> stores.webhookSecrets().good(device.provider(), kind, holder).stream())
                .map(vault::open)
                .toList();
        return secrets.isEmpty() ? DECOY : secrets;
    }

    /** With whom it is linked; while it is nobody's, who is about to have it linked. */
    private static List<UserId> owners(Stores stores, DeviceId device) {
        return stores.deviceLinks()
                .findLasting(device)
                .map(DeviceLink::owner)
                .map(List::of)
                .orElseGet(() -> stores.pendingLinks().startedBy(device, stores.now(), MOST_PAIRING));
    }
}
