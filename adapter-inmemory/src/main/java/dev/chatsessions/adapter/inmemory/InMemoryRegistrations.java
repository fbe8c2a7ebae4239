package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.spi.RegistrationStore;
import java.time.Instant;
import java.util.Optional;

final class InMemoryRegistrations implements RegistrationStore {

    private final Transaction transaction;

    InMemoryRegistrations(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public boolean insert(StoredRegistration registration) {
        requireStorable(registration);
        var registrations = transaction.writing().registrations();
        if (registrations.findByUserCode(registration.userCode()).isPresent()) {
            return false;
        }
        registrations.put(registration);
        return true;
    }

    @Override
    public Optional<StoredRegistration> lockByDeviceCode(String hash) {
        return transaction.writing().registrations().findByDeviceCode(hash);
    }

    @Override
    public Optional<StoredRegistration> lockByUserCode(String hash) {
        return transaction.writing().registrations().findByUserCode(hash);
    }

    @Override
    public void change(StoredRegistration next) {
        requireStorable(next);
        var registrations = transaction.writing().registrations();
        if (registrations.findByDeviceCode(next.deviceCode()).isPresent()) {
            registrations.put(next);
        }
    }

    @Override
    public int removeExpired(Instant before, int limit) {
        var registrations = transaction.writing().registrations();
        return registrations.remove(registrations.expiredBefore(before), limit);
    }

    private static void requireStorable(StoredRegistration registration) {
        Storable.require("deviceCode", registration.deviceCode());
        Storable.require("userCode", registration.userCode());
        Storable.require("name", registration.application().name());
    }
}
