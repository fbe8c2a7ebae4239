package dev.chatsessions.tck;

import static dev.chatsessions.tck.TestLinks.GLASSES;
import static dev.chatsessions.tck.TestLinks.NECKLACE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.JsonValue;
import dev.chatsessions.LogScope;
import dev.chatsessions.RequestId;
import dev.chatsessions.UserId;
import dev.chatsessions.WebhookSecretId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.request.Request;
import dev.chatsessions.session.SessionFilter;
import dev.chatsessions.spi.DeliveryStore.StoredDelivery;
import dev.chatsessions.spi.DeviceAnswerStore.DeviceAnswer;
import dev.chatsessions.spi.ErasureStore;
import dev.chatsessions.spi.ErasureStore.StoredErasure;
import dev.chatsessions.spi.OrphanStore.Orphan;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.spi.WebhookSecretStore.StoredWebhookSecret;
import dev.chatsessions.webhook.ListenPreferences;
import dev.chatsessions.webhook.SecretKind;
import dev.chatsessions.webhook.WebhookSecret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@link ErasureStore} promises. Used by one test at a time. */
public abstract class ErasureStoreContract extends Contract {

    private static final LogScope.OfUser LOG = new LogScope.OfUser(ANNA);

    /** More than the others can take while one of them is let through. */
    private static final int TRIES = 10_000;

    private final TestLinks links = new TestLinks(ids);

    /** With the fixture of one test. */
    protected ErasureStoreContract(StorageFixture fixture) {
        super(fixture);
    }

    @Test
    void an_erasure_is_kept_once_with_what_it_counted() {
        var begun = begun("a", ANNA, 1);

        assertEquals(Optional.of(begun), find("a"));
        assertEquals(Optional.empty(), find("b"));
        assertFalse(did(stores -> stores.erasures().begin(StoredErasure.begun("a", BERT, TestTimes.at(2)))));

        var counted = begun.removing(Map.of("messages", 3L)).removing(Map.of("messages", 1L << 33, "tokens", 2L));
        keep(stores -> stores.erasures().change(counted));
        assertEquals(Optional.of(counted), find("a"));
        var ended = counted.endedAt(TestTimes.at(5), Map.of("messages", 0L));
        keep(stores -> stores.erasures().change(ended));
        assertEquals(Optional.of(ended), find("a"));

        assertTrue(did(stores -> stores.erasures().lift("a")));
        assertEquals(Optional.empty(), find("a"));
        assertFalse(did(stores -> stores.erasures().lift("a")));
    }

    @Test
    void those_that_go_on_are_open_longest_begun_first() {
        var later = begun("a", ANNA, 3);
        var earlier = begun("b", BERT, 1);
        var ended = begun("c", new UserId("carl"), 2);
        keep(stores -> stores.erasures().change(ended.endedAt(TestTimes.at(5), Map.of())));

        assertEquals(List.of(earlier, later), read(stores -> stores.erasures().open(ALL)));
        assertEquals(List.of(earlier), read(stores -> stores.erasures().open(1)));
    }

    @Test
    void one_of_many_goes_on_with_it_at_a_time() {
        var begun = begun("a", ANNA, 1);

        var went = Collision.results(
                Collision.of(4, () -> IntStream.range(0, TRIES).anyMatch(again -> goesOnWith("a"))));

        assertEquals(List.of(true, true, true, true), went);

        assertEquals(Optional.of(begun.removing(Map.of("messages", 4L))), find("a"));
    }

    private boolean goesOnWith(String mark) {
        return did(stores -> {
            var erasures = stores.erasures();
            var locked = erasures.tryLock(mark);
            locked.ifPresent(found -> erasures.change(found.removing(Map.of("messages", 1L))));
            return locked.isPresent();
        });
    }

    @Test
    void the_log_of_who_is_erased_ends_and_nobody_begins_it_again() {
        keep(stores -> stores.events().lock(LOG, TestEvents.EPOCH));
        begun("a", ANNA, 1);

        assertEquals(Optional.empty(), read(stores -> stores.events().head(ANY, LOG)));
        assertFalse(did(stores -> stores.erasures().lockLog(LOG, TestEvents.EPOCH, "a")));
        assertEquals(Optional.empty(), read(stores -> stores.events().head(ANY, LOG)));

        keep(stores -> stores.erasures().lift("a"));
        assertTrue(did(stores -> stores.erasures().lockLog(LOG, TestEvents.EPOCH, "a")));
    }

    @Test
    void who_waits_for_the_log_of_somebody_who_is_being_erased_finds_that_he_is() {
        for (var round = 0; round < 10; round++) {
            var user = new UserId("user-" + round);
            var log = new LogScope.OfUser(user);
            var mark = "mark-" + round;
            keep(stores -> stores.events().lock(log, TestEvents.EPOCH));

            Collision.results(Collision.of(IntStream.range(0, 4)
                    .<Callable<Boolean>>mapToObj(party -> () -> party == 0
                            ? did(stores -> stores.erasures().lockLog(log, TestEvents.EPOCH, mark)
                                    && stores.erasures().begin(StoredErasure.begun(mark, user, TestTimes.at(1))))
                            : did(stores -> {
                                var isThere = stores.erasures().lockLog(log, TestEvents.EPOCH, mark);
                                if (isThere) {
                                    stores.events().append(log, TestEvents.notice("a late word"));
                                }
                                return isThere;
                            }))
                    .toList()));

            assertTrue(find(mark).isPresent());
            assertEquals(Optional.empty(), read(stores -> stores.events().head(ANY, log)));
        }
    }

    @Test
    void a_log_is_locked_where_nobody_is_erased() {
        keep(stores -> {
            assertTrue(stores.erasures().lockLog(LOG, TestEvents.EPOCH, "a"));
            assertTrue(stores.erasures().lockLog(LOG, TestEvents.EPOCH, "a"));
            assertEquals(1, stores.events().append(LOG, TestEvents.notice("hello")));
        });

        assertTrue(saw(stores -> stores.events().head(ANY, LOG).orElseThrow().sequence() == 1));
    }

    @Test
    void the_mark_of_a_device_is_kept_until_it_is_lifted() {
        keep(stores -> stores.erasures().keepDevice("d", TestTimes.at(1)));
        keep(stores -> stores.erasures().keepDevice("d", TestTimes.at(2)));

        assertTrue(saw(stores -> stores.erasures().isDeviceKept("d")));
        assertFalse(saw(stores -> stores.erasures().isDeviceKept("e")));
        keep(stores -> stores.erasures().liftDevice("d"));
        keep(stores -> stores.erasures().liftDevice("d"));
        assertFalse(saw(stores -> stores.erasures().isDeviceKept("d")));
    }

    @Test
    void links_are_found_by_whose_they_were_too() {
        var lasting = links.lasting(ANNA, NECKLACE, TestTimes.at(1));
        var ended = links.lasting(ANNA, GLASSES, TestTimes.at(1));
        keep(stores -> {
            stores.deviceLinks().insert(lasting);
            stores.deviceLinks().insert(ended);
            stores.deviceLinks().end(ended.id(), TestTimes.at(2));
            stores.deviceLinks().insert(links.lasting(BERT, GLASSES, TestTimes.at(3)));
        });

        assertEquals(
                List.of(lasting, ended.endedAt(TestTimes.at(2))),
                read(stores -> stores.erasures().links(ANNA, ALL)));
        assertEquals(1, read(stores -> stores.erasures().links(ANNA, 1)).size());
    }

    @Test
    void orphans_of_a_device_are_found_whether_or_not_they_wait() {
        var orphan = new Orphan(ids.session(), NECKLACE, "walk", TestTimes.at(1));
        keep(stores -> {
            stores.orphans().insert(orphan);
            stores.orphans().release(NECKLACE);
            stores.orphans().insert(new Orphan(ids.session(), GLASSES, "walk", TestTimes.at(1)));
        });

        assertEquals(List.of(orphan), read(stores -> stores.orphans().all(NECKLACE, ALL)));
    }

    @Test
    void what_is_removed_is_the_users_and_nobody_elses() {
        for (var limit : List.of(1, ALL)) {
            var anna = new UserId("anna-" + limit);
            var bert = new UserId("bert-" + limit);
            var world = filled(anna, "robot-" + limit, "uid-of-anna-" + limit);
            filled(bert, "other-" + limit, "uid-of-bert-" + limit);
            var before = count(anna);
            var others = count(bert);
            keep(stores -> {
                stores.threads().delete(world.other.id(), TestTimes.at(49));
                stores.sessions().delete(world.session.id(), TestTimes.at(50));
            });

            var removed = new TreeMap<String, Long>();
            for (var more = some(anna, limit); !more.isEmpty(); more = some(anna, limit)) {
                more.forEach((table, rows) -> removed.merge(table, rows, Long::sum));
            }

            assertEquals(Set.of(0L), Set.copyOf(count(anna).values()));
            assertEquals(others, count(bert));
            before.forEach((table, rows) -> assertTrue(removed.getOrDefault(table, 0L) >= rows, table + removed));
            assertEquals(1, removed.get("sessions"));
            assertEquals(2, removed.get("threads"));
            assertEquals(7, removed.get("messages"));
            assertEquals(1, removed.get("deliveries"));
            assertEquals(1, removed.get("device_answers"));
            assertFalse(saw(stores -> stores.sessions().isDeleted(ANY, world.session.id())));
            assertFalse(saw(stores -> stores.threads().isDeleted(ANY, world.thread.id())));
            assertTrue(saw(stores -> stores.tokens().find(world.token.id()).isEmpty()));
        }
    }

    @Test
    void what_is_left_to_an_erasure_is_purged_by_nothing_else() {
        var world = new TestWorld(this, ANNA, TestWorkers.ROBOT);
        keep(stores -> {
            stores.sessions().delete(world.session.id(), TestTimes.at(50));
            stores.erasures().reserve(world.session.id());
        });

        assertTrue(did(stores -> stores.sessions().purgeDeleted(ALL) == 0));

        var removed = new TreeMap<String, Long>();
        for (var more = some(ANNA, ALL); !more.isEmpty(); more = some(ANNA, ALL)) {
            more.forEach((table, rows) -> removed.merge(table, rows, Long::sum));
        }
        assertEquals(7, removed.get("messages"));
        assertEquals(1, removed.get("sessions"));
        assertTrue(did(stores -> stores.sessions().purgeDeleted(ALL) == 0));
    }

    @Test
    void a_session_that_is_not_deleted_stays() {
        var session = started(sessions.active(ANNA, "trip"));

        assertEquals(Map.of(), some(ANNA, ALL));

        assertEquals(1, count(ANNA).get("sessions"));
        assertEquals(
                List.of(session),
                read(stores -> stores.sessions().list(ANNA, SessionFilter.all(), Optional.empty(), ALL)));
    }

    private TestWorld filled(UserId user, String robot, String uid) {
        var worker = new WorkerId(robot);
        var world = new TestWorld(this, user, worker);
        var device = TestLinks.device("omi", uid);
        keepIn(world.session.id(), stores -> {
            stores.requests()
                    .insert(new Request(
                            new RequestId(ids.next()),
                            user,
                            JsonValue.Fields.EMPTY,
                            TestTimes.at(1),
                            TestTimes.at(1),
                            1));
            stores.preferences().put(user, ListenPreferences.defaults().atVersion(1), 0);
            stores.webhookSecrets()
                    .insert(new StoredWebhookSecret(
                            new WebhookSecret(
                                    new WebhookSecretId(ids.next()),
                                    device.provider(),
                                    SecretKind.PATH,
                                    Optional.of(user),
                                    TestTimes.at(1)),
                            1,
                            "hash of " + user,
                            Optional.empty()));
            stores.pendingLinks().put(links.pending(user, GLASSES, TestTimes.at(60)));
            stores.registrations()
                    .insert(TestWorkers.registration(robot, TestTimes.at(60)).approvedBy(user));
            stores.workers().insert(TestWorkers.approved(worker, user));
            stores.events().lock(TestEvents.logOf(worker), TestEvents.EPOCH);
            stores.events().append(TestEvents.logOf(worker), TestEvents.notice("for " + user));
            stores.deviceLinks().insert(links.lasting(user, device, TestTimes.at(1)));
            stores.deliveries()
                    .insert(
                            new StoredDelivery(
                                    ids.next(), device, world.session.id(), TestTimes.at(2), 1, 0, 0, "LATE"),
                            5);
            stores.deviceAnswers()
                    .insert(new DeviceAnswer(
                            world.finished.reply().id(), world.session.id(), device, 0, TestTimes.at(9)));
        });
        return world;
    }

    private StoredErasure begun(String mark, UserId user, int step) {
        var erasure = StoredErasure.begun(mark, user, TestTimes.at(step));
        assertTrue(did(stores -> {
            stores.erasures().lockLog(new LogScope.OfUser(user), TestEvents.EPOCH, mark);
            return stores.erasures().begin(erasure);
        }));
        return erasure;
    }

    private Optional<StoredErasure> find(String mark) {
        return read(stores -> stores.erasures().find(mark));
    }

    private boolean saw(Predicate<Stores> look) {
        return read(look::test);
    }

    private Map<String, Long> some(UserId user, int limit) {
        return write(stores -> stores.erasures().remove(user, limit));
    }

    private Map<String, Long> count(UserId user) {
        return read(stores -> stores.erasures().count(user));
    }
}
