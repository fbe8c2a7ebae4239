package dev.chatsessions.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.spi.RegistrationStore;
import dev.chatsessions.spi.RegistrationStore.StoredRegistration;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@link RegistrationStore} promises. Used by one test at a time. */
public abstract class RegistrationStoreContract extends Contract {

    /** With the fixture of one test. */
    protected RegistrationStoreContract(StorageFixture fixture) {
        super(fixture);
    }

    @Test
    void a_registration_is_found_by_either_code() {
        var one = kept(TestWorkers.registration("one", TestTimes.at(9)));
        var two = kept(TestWorkers.registration("two", TestTimes.at(9)));

        for (var registration : List.of(one, two)) {
            assertEquals(Optional.of(registration), byDeviceCode(registration.deviceCode()));
            assertEquals(Optional.of(registration), byUserCode(registration.userCode()));
        }
        assertEquals(Optional.empty(), byDeviceCode(one.userCode()));
        assertEquals(Optional.empty(), byUserCode(one.deviceCode()));
    }

    @Test
    void a_user_code_is_given_once() {
        var one = kept(TestWorkers.registration("one", TestTimes.at(9)));
        var alike = new StoredRegistration(
                "another device code",
                one.userCode(),
                one.application(),
                one.interval(),
                one.askedAt(),
                one.approvedBy(),
                one.closed(),
                one.expiresAt());

        assertFalse(did(stores -> stores.registrations().insert(alike)));

        assertEquals(Optional.of(one), byUserCode(one.userCode()));
        assertEquals(Optional.empty(), byDeviceCode("another device code"));
    }

    @Test
    void what_becomes_of_a_registration_is_kept() {
        var one = kept(TestWorkers.registration("one", TestTimes.at(9)));
        var other = kept(TestWorkers.registration("two", TestTimes.at(9)));
        var asked = one.asked(TestTimes.at(3), Duration.ofSeconds(10));
        var approved = asked.approvedBy(ANNA);
        var closed = approved.asClosed();

        for (var next : List.of(asked, approved, closed)) {
            keep(stores -> stores.registrations().change(next));
            assertEquals(Optional.of(next), byDeviceCode(one.deviceCode()));
        }

        assertEquals(Optional.of(other), byUserCode(other.userCode()));
    }

    @Test
    void those_that_expired_are_removed_so_many_at_a_time() {
        for (var i = 1; i <= 3; i++) {
            kept(TestWorkers.registration("expired " + i, TestTimes.at(i)));
        }
        var good = kept(TestWorkers.registration("good", TestTimes.at(4)));

        assertEquals(2, removed(2));
        assertEquals(1, removed(2));
        assertEquals(0, removed(2));

        assertEquals(Optional.of(good), byUserCode(good.userCode()));
        assertEquals(Optional.empty(), byUserCode("user code of expired 2"));
    }

    private int removed(int limit) {
        return write(stores -> stores.registrations().removeExpired(TestTimes.at(4), limit));
    }

    private StoredRegistration kept(StoredRegistration registration) {
        assertTrue(did(stores -> stores.registrations().insert(registration)), "a registration was not kept");
        return registration;
    }

    private Optional<StoredRegistration> byDeviceCode(String hash) {
        return write(stores -> stores.registrations().lockByDeviceCode(hash));
    }

    private Optional<StoredRegistration> byUserCode(String hash) {
        return write(stores -> stores.registrations().lockByUserCode(hash));
    }
}
