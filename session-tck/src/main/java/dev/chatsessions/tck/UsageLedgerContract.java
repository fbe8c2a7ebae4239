package dev.chatsessions.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.TokenCount;
import dev.chatsessions.UserId;
import dev.chatsessions.spi.UsageLedger;
import dev.chatsessions.spi.UsageLedger.Position;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.usage.DayTotal;
import dev.chatsessions.usage.ModelTotal;
import dev.chatsessions.usage.UsageEntry;
import dev.chatsessions.usage.UsageTotal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What {@link UsageLedger} promises. Used by one test at a time. */
public abstract class UsageLedgerContract extends Contract {

    private static final TokenCount SOME = new TokenCount(100, 20, 30, 4, "model-x", false);

    /** With the fixture of one test. */
    protected UsageLedgerContract(StorageFixture fixture) {
        super(fixture);
    }

    @Test
    void an_entry_is_read_as_it_was_kept() {
        var thread = openedFor(ANNA);
        var reply = asked(replies.queued(thread)).reply();
        var measured = TestUsage.entry(ids.next(), ANNA, thread, reply.id(), 3, SOME);
        var estimated = TestUsage.entry(ids.next(), ANNA, thread, TokenCount.estimated("é", 1, 2), TestTimes.at(8));
        spent(measured);
        spent(estimated);

        assertEquals(List.of(measured, estimated), entries(ANNA, Optional.empty(), ALL));
    }

    @Test
    void nothing_spent_is_zero() {
        var thread = openedFor(ANNA);
        spent(TestUsage.entry(ids.next(), ANNA, thread, SOME, TestTimes.at(1)));
        var other = openedFor(BERT);

        keep(stores -> {
            var ledger = stores.usage();

            assertEquals(UsageTotal.ZERO.plus(SOME), ledger.total(ANNA));
            assertEquals(UsageTotal.ZERO, ledger.total(BERT));
            assertEquals(UsageTotal.ZERO, ledger.total(BERT, LocalDate.of(2026, 3, 14)));
            assertEquals(UsageTotal.ZERO, ledger.total(ANNA, LocalDate.of(2026, 3, 15)));
            assertEquals(UsageTotal.ZERO, ledger.total(ANY, other.session()));
            assertEquals(UsageTotal.ZERO, ledger.total(ANY, ids.session()));
            assertEquals(List.of(), ledger.entries(BERT, Optional.empty(), ALL));
        });
    }

    @Test
    void totals_are_the_sums_of_the_entries() {
        var large =
                new TokenCount(1_000_000_000_000L, 900_000_000_000L, 800_000_000_000L, 700_000_000_000L, "m", false);
        var session = started(sessions.active(ANNA, "a"));
        var one = opened(threads.in(session, "one"));
        var two = opened(threads.in(session, "two"));
        var elsewhere = opened(threads.in(started(sessions.active(ANNA, "b"))));
        spent(TestUsage.entry(ids.next(), ANNA, one, large, TestTimes.at(1)));
        spent(TestUsage.entry(ids.next(), ANNA, two, large, TestTimes.at(2)));
        spent(TestUsage.entry(ids.next(), ANNA, one, SOME, TestTimes.at(3)));
        spent(TestUsage.entry(ids.next(), ANNA, elsewhere, SOME, TestTimes.at(4)));
        spent(TestUsage.entry(ids.next(), BERT, openedFor(BERT), SOME, TestTimes.at(5)));

        var ofSession = UsageTotal.ZERO.plus(large).plus(large).plus(SOME);
        keep(stores -> {
            var ledger = stores.usage();

            assertEquals(ofSession.plus(SOME), ledger.total(ANNA));
            assertEquals(ofSession, ledger.total(ANY, session.id()));
            assertEquals(UsageTotal.ZERO.plus(SOME), ledger.total(ANY, elsewhere.session()));
            assertEquals(UsageTotal.ZERO.plus(SOME), ledger.total(BERT));
        });
    }

    @Test
    void an_entry_whose_id_is_there_adds_nothing() {
        var thread = openedFor(ANNA);
        var entry = TestUsage.entry(ids.next(), ANNA, thread, SOME, TestTimes.at(1));
        spent(entry);

        spent(entry);
        spent(TestUsage.entry(entry.id(), ANNA, thread, TokenCount.measured("m", 7, 7), TestTimes.at(2)));

        assertOnly(entry, thread);
    }

    @Test
    void an_entry_whose_reply_and_attempt_are_there_adds_nothing() {
        var thread = openedFor(ANNA);
        var reply = asked(replies.queued(thread)).reply().id();
        var entry = TestUsage.entry(ids.next(), ANNA, thread, reply, 1, SOME);
        spent(entry);

        keep(stores -> {
            stores.usage().record(TestUsage.entry(ids.next(), ANNA, thread, reply, 1, SOME));
            stores.usage().record(TestUsage.entry(ids.next(), ANNA, thread, reply, 1, SOME));
        });

        assertOnly(entry, thread);
    }

    @Test
    void each_attempt_counts_and_so_does_each_entry_without_a_reply() {
        var thread = openedFor(ANNA);
        var reply = asked(replies.queued(thread)).reply().id();
        spent(TestUsage.entry(ids.next(), ANNA, thread, reply, 1, SOME));
        spent(TestUsage.entry(ids.next(), ANNA, thread, reply, 2, SOME));
        spent(TestUsage.entry(ids.next(), ANNA, thread, SOME, TestTimes.at(1)));
        spent(TestUsage.entry(ids.next(), ANNA, thread, SOME, TestTimes.at(1)));

        var four = UsageTotal.ZERO.plus(SOME).plus(SOME).plus(SOME).plus(SOME);
        assertEquals(four, read(stores -> stores.usage().total(ANNA)));
        assertEquals(four, read(stores -> stores.usage().total(ANY, thread.session())));
        assertEquals(4, entries(ANNA, Optional.empty(), ALL).size());
    }

    @Test
    void what_was_spent_shows_in_the_same_transaction() {
        var thread = openedFor(ANNA);
        var entry = TestUsage.entry(ids.next(), ANNA, thread, SOME, TestTimes.at(1));

        keep(stores -> {
            stores.usage().record(entry);
            stores.usage().record(entry);

            assertEquals(UsageTotal.ZERO.plus(SOME), stores.usage().total(ANNA));
            assertEquals(UsageTotal.ZERO.plus(SOME), stores.usage().total(ANY, thread.session()));
            assertEquals(List.of(entry), stores.usage().entries(ANNA, Optional.empty(), ALL));
        });
    }

    @Test
    void a_day_is_one_in_utc() {
        var thread = openedFor(ANNA);
        var day = LocalDate.of(2026, 3, 29);
        spentAt("2026-03-28T23:59:59.999999Z", 1, thread);
        spentAt("2026-03-29T00:00:00Z", 10, thread);
        spentAt("2026-03-29T01:59:59.123456Z", 100, thread);
        spentAt("2026-03-29T23:59:59.999999Z", 1_000, thread);
        spentAt("2026-03-30T00:00:00.000001Z", 10_000, thread);

        assertEquals(1, inputOf(day.minusDays(1)));
        assertEquals(1_110, inputOf(day));
        assertEquals(10_000, inputOf(day.plusDays(1)));
        assertEquals(11_111, read(stores -> stores.usage().total(ANNA)).input());
    }

    @Test
    void days_on_which_anything_was_spent_come_in_their_order_each_with_its_sum() {
        var day = LocalDate.of(2026, 3, 29);
        var thread = openedFor(ANNA);
        spentAt("2026-04-02T12:00:00Z", 10_000, thread);
        spentAt("2026-03-31T23:59:59.999999Z", 1_000, thread);
        spentAt("2026-03-29T00:00:00Z", 10, thread);
        spentAt("2026-03-29T23:59:59.999999Z", 100, opened(threads.in(started(sessions.active(ANNA, "b")))));
        spentAt("2026-03-28T23:59:59.999999Z", 1, thread);
        spentBy(BERT, "2026-03-30T12:00:00Z", 20, openedFor(BERT));

        assertEquals(
                List.of(
                        new DayTotal(day, new UsageTotal(2, 110, 0, 0, 0)),
                        new DayTotal(day.plusDays(2), new UsageTotal(1, 1_000, 0, 0, 0))),
                read(stores -> stores.usage().days(ANNA, day, day.plusDays(3))));
        assertEquals(List.of(), read(stores -> stores.usage().days(ANNA, day.plusDays(1), day.plusDays(1))));
    }

    @Test
    void entries_are_the_latest_first_then_by_id_highest_first_in_pages_of_any_size() {
        var thread = openedFor(ANNA);
        spent(TestUsage.entry(ids.next(), BERT, openedFor(BERT), SOME, TestTimes.at(3)));
        List<UsageEntry> expected = new ArrayList<>();
        expected.add(TestUsage.entry(ids.next(), ANNA, thread, SOME, TestTimes.at(1)));
        for (var id : TestIds.ascendingUnsigned()) {
            expected.add(TestUsage.entry(id, ANNA, thread, SOME, TestTimes.at(2)));
        }
        expected.add(TestUsage.entry(ids.next(), ANNA, thread, SOME, TestTimes.at(3)));
        for (var index : List.of(6, 2, 4, 0, 5, 1, 3)) {
            spent(expected.get(index));
        }
        Collections.reverse(expected);

        assertEquals(expected, entries(ANNA, Optional.empty(), ALL));
        for (var size = 1; size <= 8; size++) {
            assertEquals(expected, pagesOf(size), "pages of " + size);
        }
        var between = new Position(TestTimes.at(2), new UUID(0x7fff_ffff_ffff_8000L, 0));
        assertEquals(expected.subList(3, 7), entries(ANNA, Optional.of(between), ALL));
    }

    @Test
    void totals_of_models_are_the_sums_of_their_entries_by_name() {
        var thread = openedFor(ANNA);
        var other = TokenCount.estimated("Model-x", 5, 5);
        var last = TokenCount.measured("\uD83D\uDC33", 1, 1);
        spent(TestUsage.entry(ids.next(), ANNA, thread, last, TestTimes.at(1)));
        spent(TestUsage.entry(ids.next(), ANNA, thread, SOME, TestTimes.at(2)));
        spent(TestUsage.entry(ids.next(), ANNA, thread, other, TestTimes.at(3)));
        spent(TestUsage.entry(ids.next(), ANNA, thread, SOME, Instant.parse("2026-03-15T12:00:00Z")));
        spent(TestUsage.entry(ids.next(), BERT, openedFor(BERT), SOME, TestTimes.at(5)));

        var all = List.of(
                new ModelTotal("Model-x", UsageTotal.ZERO.plus(other)),
                new ModelTotal("model-x", UsageTotal.ZERO.plus(SOME).plus(SOME)),
                new ModelTotal("\uD83D\uDC33", UsageTotal.ZERO.plus(last)));
        assertEquals(all, read(stores -> stores.usage().models(ANNA, ALL)));
        assertEquals(all.subList(0, 2), read(stores -> stores.usage().models(ANNA, 2)));
    }

    @Test
    void those_who_spent_most_on_some_days_come_first_then_by_user() {
        var day = LocalDate.of(2026, 3, 29);
        var thread = openedFor(ANNA);
        var other = openedFor(BERT);
        var third = openedFor(new UserId("carl"));
        spentAt("2026-03-28T23:59:59.999999Z", 1_000, thread);
        spentAt("2026-03-29T12:00:00Z", 10, thread);
        spentAt("2026-03-30T12:00:00Z", 10, thread);
        spentBy(BERT, "2026-03-29T12:00:00Z", 20, other);
        spentBy(new UserId("carl"), "2026-03-30T23:59:59Z", 21, third);

        var leaders = read(stores -> stores.usage().leaders(day, day.plusDays(1), ALL));
        assertEquals(
                List.of("carl", "anna", "bert"),
                leaders.stream().map(each -> each.user().value()).toList());
        assertEquals(new UsageTotal(2, 20, 0, 0, 0), leaders.get(1).total());
        assertEquals(leaders.subList(0, 1), read(stores -> stores.usage().leaders(day, day.plusDays(1), 1)));
        assertEquals(
                1_000,
                read(stores -> stores.usage().leaders(day.minusDays(1), day.minusDays(1), ALL))
                        .get(0)
                        .total()
                        .input());
        assertEquals(List.of(), read(stores -> stores.usage().leaders(day.plusDays(2), day.plusDays(9), ALL)));
    }

    private void assertOnly(UsageEntry entry, ChatThread thread) {
        var total = UsageTotal.ZERO.plus(entry.tokens());
        keep(stores -> {
            var ledger = stores.usage();

            assertEquals(List.of(entry), ledger.entries(ANNA, Optional.empty(), ALL));
            assertEquals(total, ledger.total(ANNA));
            assertEquals(total, ledger.total(ANNA, LocalDate.of(2026, 3, 14)));
            assertEquals(total, ledger.total(ANY, thread.session()));
        });
    }

    private void spentAt(String instant, long input, ChatThread thread) {
        spentBy(ANNA, instant, input, thread);
    }

    private void spentBy(UserId user, String instant, long input, ChatThread thread) {
        spent(TestUsage.entry(ids.next(), user, thread, TokenCount.measured("m", input, 0), Instant.parse(instant)));
    }

    private long inputOf(LocalDate day) {
        return read(stores -> stores.usage().total(ANNA, day)).input();
    }

    private List<UsageEntry> entries(UserId user, Optional<Position> after, int limit) {
        return read(stores -> stores.usage().entries(user, after, limit));
    }

    private List<UsageEntry> pagesOf(int size) {
        List<UsageEntry> seen = new ArrayList<>();
        Optional<Position> after = Optional.empty();
        for (var page = entries(ANNA, after, size); !page.isEmpty(); page = entries(ANNA, after, size)) {
            assertTrue(page.size() <= size, "a page is longer than its limit");
            seen.addAll(page);
            assertTrue(seen.size() <= ALL, "pages do not come to an end");
            var last = page.get(page.size() - 1);
            after = Optional.of(new Position(last.at(), last.id()));
        }
        return seen;
    }
}
