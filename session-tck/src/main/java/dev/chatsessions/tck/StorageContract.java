package dev.chatsessions.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.WorkerId;
import dev.chatsessions.session.Session;
import dev.chatsessions.spi.Storage;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.spi.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What {@link Storage} promises of one transaction at a time. Used by one test at a time. */
public abstract class StorageContract extends Contract {

    private static final WorkerId WORKER = new WorkerId("w-1");

    /** With the fixture of one test. */
    protected StorageContract(StorageFixture fixture) {
        super(fixture);
    }

    @Test
    void a_transaction_returns_what_its_work_returned() {
        var session = started(sessions.active(ANNA, "a"));

        assertEquals(Optional.of(session), read(stores -> stores.sessions().find(ANY, session.id())));
        assertEquals(Optional.of(session), write(stores -> stores.sessions().find(ANY, session.id())));
    }

    @Test
    void a_failed_work_leaves_nothing_behind_in_any_store() {
        var world = new TestWorld(this, ANNA, WORKER);
        var before = read(world::picture);

        var failure = assertThrows(
                IllegalCallerException.class,
                () -> keepIn(world.session.id(), stores -> {
                    world.changes().values().forEach(change -> change.accept(stores));
                    assertNotEquals(List.of(), TestWorld.differences(before, world.picture(stores)));
                    throw new IllegalCallerException("the work gives up");
                }));

        assertEquals("the work gives up", failure.getMessage());
        assertEquals(List.of(), TestWorld.differences(before, read(world::picture)));
        assertEquals(
                Optional.of(world.request), write(stores -> stores.requestKeys().insert(world.request)));
    }

    @Test
    void each_change_is_taken_back_when_the_work_fails_after_it() {
        var world = new TestWorld(this, ANNA, WORKER);
        var before = read(world::picture);
        assertEquals(Optional.of(world.session), before.get("sessions.find"));

        world.changes().forEach((name, change) -> {
            assertThrows(
                    IllegalCallerException.class,
                    () -> keepIn(world.session.id(), stores -> {
                        change.accept(stores);
                        throw new IllegalCallerException("the work gives up");
                    }),
                    name);
            assertEquals(List.of(), TestWorld.differences(before, read(world::picture)), () -> "after " + name);
        });
        assertEquals(
                Optional.of(world.request), write(stores -> stores.requestKeys().insert(world.request)));
    }

    @Test
    void a_failure_reaches_the_caller_as_it_is() {
        var session = started(sessions.active(ANNA, "a"));
        var failures = List.of(new IllegalCallerException("a failure"), new LinkageError("an error"));

        for (var failure : failures) {
            Work<String> work = stores -> {
                assertEquals(Optional.of(session), stores.sessions().find(ANY, session.id()));
                return thrown(failure);
            };
            assertSame(failure, assertThrows(failure.getClass(), () -> read(work)));
            assertSame(failure, assertThrows(failure.getClass(), () -> write(work)));
        }
    }

    @Test
    void an_error_takes_everything_back_too() {
        var kept = started(sessions.active(ANNA, "kept"));
        var lost = sessions.active(ANNA, "lost");

        assertThrows(
                LinkageError.class,
                () -> keep(stores -> {
                    stores.sessions().insert(lost, 1);
                    stores.sessions().touch(kept.id(), TestTimes.at(9));
                    throw new LinkageError("an error");
                }));

        assertEquals(kept, stored(kept));
        assertEquals(Optional.empty(), read(stores -> stores.sessions().find(ANY, lost.id())));
    }

    @Test
    void after_a_failed_work_the_next_goes_on_as_if_it_had_not_been() {
        var session = sessions.active(ANNA, "a");
        assertThrows(
                IllegalCallerException.class,
                () -> keep(stores -> {
                    stores.sessions().insert(session, 1);
                    throw new IllegalCallerException("the work gives up");
                }));

        started(session);
        logged(session.id(), TestEvents.notice("one"));

        assertEquals(
                1,
                read(stores -> stores.events().head(ANY, TestEvents.logOf(session.id())))
                        .orElseThrow()
                        .sequence());
    }

    @Test
    void a_read_changes_nothing() {
        var world = new TestWorld(this, ANNA, WORKER);
        var before = read(world::picture);

        world.changes().forEach((name, change) -> {
            Work<Boolean> work = stores -> {
                change.accept(stores);
                return true;
            };
            assertThrows(IllegalStateException.class, () -> read(work), name);
            assertEquals(List.of(), TestWorld.differences(before, read(world::picture)), () -> "after " + name);
        });
    }

    @Test
    void a_glance_shows_what_a_read_shows() {
        var session = started(sessions.active(ANNA, "a"));
        var thread = opened(threads.in(session));

        assertEquals(
                Optional.of(session),
                storage().glance(stores -> stores.sessions().find(ANY, session.id())));
        assertEquals(
                Optional.of(thread),
                storage()
                        .glance(stores -> stores.sessions()
                                .find(ANY, session.id())
                                .flatMap(found -> stores.threads().find(ANY, thread.id()))));
        Work<Boolean> timed = stores -> {
            var now = stores.now();
            return stores.sessions().find(ANY, session.id()).isPresent() && !now.isAfter(stores.now());
        };
        assertEquals(true, storage().glance(timed));
    }

    @Test
    void a_glance_changes_nothing() {
        var world = new TestWorld(this, ANNA, WORKER);
        var before = read(world::picture);

        world.changes().forEach((name, change) -> {
            Work<Boolean> work = stores -> {
                change.accept(stores);
                return true;
            };
            assertThrows(IllegalStateException.class, () -> storage().glance(work), name);
            assertEquals(List.of(), TestWorld.differences(before, read(world::picture)), () -> "after " + name);
        });
    }

    @Test
    void a_transaction_within_another_is_refused() {
        var session = started(sessions.active(ANNA, "a"));
        List<Function<Work<Optional<Session>>, Optional<Session>>> ways =
                List.of(this::read, storage()::glance, this::write);
        Work<Optional<Session>> inner = stores -> stores.sessions().find(ANY, session.id());

        for (var outside : ways) {
            for (var inside : ways) {
                assertThrows(IllegalStateException.class, () -> outside.apply(stores -> inside.apply(inner)));
                assertEquals(Optional.of(session), outside.apply(inner));
            }
        }
    }

    @Test
    void the_stores_are_of_no_use_after_their_work() {
        var session = started(sessions.active(ANNA, "a"));
        List<Function<Work<Boolean>, Boolean>> ways = List.of(this::read, storage()::glance, this::write);

        for (var way : ways) {
            List<Stores> kept = new ArrayList<>();
            way.apply(stores -> kept.add(stores));

            for (var stores : kept) {
                assertThrows(
                        IllegalStateException.class, () -> stores.sessions().find(ANY, session.id()));
                assertThrows(
                        IllegalStateException.class, () -> stores.sessions().insert(sessions.active(ANNA, "b"), 1));
                assertThrows(
                        IllegalStateException.class, () -> stores.sessions().touch(session.id(), TestTimes.at(9)));
                assertThrows(IllegalStateException.class, stores::now);
            }
        }
        assertEquals(session, stored(session));
    }

    @Test
    void a_store_kept_from_a_work_is_of_no_use_after_it() {
        var world = new TestWorld(this, ANNA, WORKER);
        var before = read(world::picture);
        List<Consumer<Stores>> uses = new ArrayList<>(world.changes().values());
        List<Runnable> late = new ArrayList<>();
        keep(stores -> {
            var kept = new KeptStores(stores);
            uses.forEach(use -> late.add(() -> use.accept(kept)));
            late.add(() -> kept.events().read(ANY, TestEvents.logOf(world.session.id()), 0, ALL));
            late.add(() -> kept.usage().total(ANNA));
        });

        for (var use : late) {
            assertThrows(IllegalStateException.class, use::run);
        }
        assertEquals(List.of(), TestWorld.differences(before, read(world::picture)));
    }

    @Test
    void the_stores_are_of_no_use_to_another_thread() {
        var session = started(sessions.active(ANNA, "a"));

        keep(stores -> {
            var outcome = Collision.of(1, () -> stores.sessions().find(ANY, session.id()))
                    .get(0);

            assertTrue(
                    outcome.failure()
                            .filter(IllegalStateException.class::isInstance)
                            .isPresent(),
                    () -> "another thread got " + outcome);
            assertEquals(Optional.of(session), stores.sessions().find(ANY, session.id()));
        });
    }

    @Test
    void stores_kept_from_a_work_are_of_no_use_within_another() {
        var session = started(sessions.active(ANNA, "a"));
        List<Stores> kept = new ArrayList<>();
        keep(kept::add);

        keep(stores -> {
            assertThrows(
                    IllegalStateException.class, () -> kept.get(0).sessions().find(ANY, session.id()));
            assertEquals(Optional.of(session), stores.sessions().find(ANY, session.id()));
        });
    }

    @Test
    void a_storage_in_order_says_so_and_is_closed_as_often_as_one_likes() {
        var session = started(sessions.active(ANNA, "a"));

        storage().check();
        assertEquals(session, stored(session));

        storage().close();
        storage().close();
    }

    @Test
    void lists_handed_out_do_not_change_with_what_is_stored() {
        var session = started(sessions.active(ANNA, "a"));
        logged(session.id(), TestEvents.notice("one"));

        keepIn(session.id(), stores -> {
            var events = stores.events().read(ANY, TestEvents.logOf(session.id()), 0, ALL);
            stores.events().append(TestEvents.logOf(session.id()), TestEvents.notice("two"));

            assertEquals(1, events.size());
            assertEquals(
                    2,
                    stores.events()
                            .read(ANY, TestEvents.logOf(session.id()), 0, ALL)
                            .size());
        });
        assertTrue(read(stores -> stores.events().head(ANY, TestEvents.logOf(session.id())))
                .isPresent());
    }

    private static <T> T thrown(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }
}
