package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.UserId;
import dev.chatsessions.spi.RegistrationStore.StoredRegistration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The registrations of workers. */
final class RegistrationRows {

    private final Table<String, StoredRegistration> registrations;

    private final Lookup<String, StoredRegistration> byUserCode;

    private final Listing<Boolean, Expiry, StoredRegistration> byExpiry;

    private final Listing<UserId, String, StoredRegistration> byUser;

    RegistrationRows(Journal journal) {
        registrations = new Table<>(journal, StoredRegistration::deviceCode);
        byUserCode = registrations.lookup(registration -> Optional.of(registration.userCode()));
        byUser = registrations.listing(StoredRegistration::approvedBy, StoredRegistration::deviceCode, Order.OF_TEXTS);
        byExpiry = registrations.listing(registration -> Optional.of(true), Expiry::of, Expiry.ORDER);
    }

    Optional<StoredRegistration> findByDeviceCode(String hash) {
        return registrations.find(hash);
    }

    Optional<StoredRegistration> findByUserCode(String hash) {
        return byUserCode.find(hash);
    }

    /** Those that this user approved. */
    Ordered<String, StoredRegistration> of(UserId user) {
        return byUser.of(user);
    }

    /** Longest expired first. */
    Stream<StoredRegistration> expiredBefore(Instant before) {
        return byExpiry.of(true).ascendingBefore(new Expiry(before, ""));
    }

    void put(StoredRegistration registration) {
        registrations.put(registration);
    }

    /** Removes up to {@code limit} of these and returns how many. */
    int remove(Stream<StoredRegistration> these, int limit) {
        return registrations.remove(these, limit);
    }

    /** When a registration expires, and which. */
    private record Expiry(Instant at, String deviceCode) {

        static final Comparator<Expiry> ORDER =
                Comparator.comparing(Expiry::at).thenComparing(Expiry::deviceCode, Order.OF_TEXTS);

        static Expiry of(StoredRegistration registration) {
            return new Expiry(registration.expiresAt(), registration.deviceCode());
        }
    }
}
