package dev.chatsessions.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.UserId;
import dev.chatsessions.spi.PreferenceStore;
import dev.chatsessions.webhook.ListenMode;
import dev.chatsessions.webhook.ListenPreferences;
import dev.chatsessions.webhook.QuietHours;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@link PreferenceStore} promises. Used by one test at a time. */
public abstract class PreferenceStoreContract extends Contract {

    private static final ListenPreferences SPECIAL = new ListenPreferences(
            ListenMode.FOLLOWUP,
            List.of("Hey \ud83d\udc8e", "H\u00f6r zu", "a\u0308"),
            Duration.ofMillis(12_345),
            true,
            Optional.of(new QuietHours(LocalTime.of(22, 30, 15), LocalTime.of(6, 5))),
            ZoneId.of("America/Argentina/Buenos_Aires"),
            1);

    /** With the fixture of one test. */
    protected PreferenceStoreContract(StorageFixture fixture) {
        super(fixture);
    }

    @Test
    void all_of_them_are_kept_for_their_user() {
        assertEquals(Optional.empty(), find(ANNA));

        assertTrue(put(ANNA, SPECIAL, 0));

        assertEquals(Optional.of(SPECIAL), find(ANNA));
        assertEquals(Optional.empty(), find(BERT));
        var plain = ListenPreferences.defaults().atVersion(2);
        assertTrue(put(ANNA, plain, 1));
        assertEquals(Optional.of(plain), find(ANNA));
    }

    @Test
    void at_another_version_nothing_changes() {
        assertFalse(put(ANNA, SPECIAL, 1));
        assertEquals(Optional.empty(), find(ANNA));
        put(ANNA, SPECIAL, 0);

        assertFalse(put(ANNA, ListenPreferences.defaults().atVersion(3), 0));
        assertFalse(put(ANNA, ListenPreferences.defaults().atVersion(3), 2));

        assertEquals(Optional.of(SPECIAL), find(ANNA));
    }

    @Test
    void of_those_who_change_them_at_once_one_does() {
        for (var version : new int[] {0, 1}) {
            var changed = Collision.results(Collision.of(IntStream.range(0, 4)
                    .<Callable<Boolean>>mapToObj(party -> () -> put(ANNA, SPECIAL.atVersion(version + 1), version))
                    .toList()));

            assertEquals(1, changed.stream().filter(each -> each).count());
        }
    }

    private boolean put(UserId user, ListenPreferences next, long expected) {
        return did(stores -> stores.preferences().put(user, next, expected));
    }

    private Optional<ListenPreferences> find(UserId user) {
        return read(stores -> stores.preferences().find(user));
    }
}
