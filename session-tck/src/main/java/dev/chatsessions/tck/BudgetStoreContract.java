package dev.chatsessions.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.TokenCount;
import dev.chatsessions.UserId;
import dev.chatsessions.spi.BudgetStore;
import dev.chatsessions.spi.BudgetStore.Count;
import dev.chatsessions.spi.BudgetStore.StoredBudget;
import dev.chatsessions.spi.BudgetStore.Window;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.usage.Budget;
import dev.chatsessions.usage.BudgetPeriod;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@link BudgetStore} promises. Used by one test at a time. */
public abstract class BudgetStoreContract extends Contract {

    private static final Optional<String> ALL_MODELS = Optional.empty();

    private static final Window TODAY = window(ANNA, ALL_MODELS, BudgetPeriod.DAY, 0, 10);

    private static final TokenCount TEN = TokenCount.measured("model-x", 7, 3);

    /** With the fixture of one test. */
    protected BudgetStoreContract(StorageFixture fixture) {
        super(fixture);
    }

    @Test
    void a_budget_is_read_as_it_was_kept_in_place_of_the_one_before() {
        var first = kept(Optional.of(ANNA), Optional.of("é"), BudgetPeriod.MONTH, 100);
        assertEquals(List.of(first), of(ANNA));

        var second = new StoredBudget(
                new Budget(
                        Optional.of(ANNA),
                        Optional.of("é"),
                        BudgetPeriod.MONTH,
                        ZoneId.of("Asia/Kathmandu"),
                        Budget.MOST_TOKENS,
                        7),
                TestTimes.at(5));
        keep(stores -> stores.budgets().put(second));

        assertEquals(List.of(second), of(ANNA));
    }

    @Test
    void a_user_has_his_own_budgets_and_everybodys() {
        var bertsDay = kept(Optional.of(BERT), ALL_MODELS, BudgetPeriod.DAY, 1);
        var annasDay = kept(Optional.of(ANNA), ALL_MODELS, BudgetPeriod.DAY, 2);
        var annasMonth = kept(Optional.of(ANNA), ALL_MODELS, BudgetPeriod.MONTH, 3);
        var annasModel = kept(Optional.of(ANNA), Optional.of("b"), BudgetPeriod.DAY, 4);
        var allOfModel = kept(Optional.empty(), Optional.of("a"), BudgetPeriod.DAY, 5);
        var all = kept(Optional.empty(), ALL_MODELS, BudgetPeriod.MONTH, 6);

        assertEquals(List.of(all, allOfModel, annasDay, annasMonth, annasModel), of(ANNA));
        assertEquals(List.of(all, allOfModel, bertsDay), of(BERT));
        assertEquals(List.of(all, allOfModel), of(new UserId("carl")));
        var everything = List.of(all, allOfModel, annasDay, annasMonth, annasModel, bertsDay);
        for (var size = 1; size <= 7; size++) {
            assertEquals(everything, pagesOf(size), "pages of " + size);
        }
    }

    @Test
    void what_is_removed_is_gone_and_the_others_stay() {
        var day = kept(Optional.of(ANNA), ALL_MODELS, BudgetPeriod.DAY, 1);
        var month = kept(Optional.of(ANNA), ALL_MODELS, BudgetPeriod.MONTH, 1);
        var everybodys = kept(Optional.empty(), ALL_MODELS, BudgetPeriod.DAY, 1);

        assertTrue(did(stores -> stores.budgets().remove(day.budget().key())));
        assertFalse(did(stores -> stores.budgets().remove(day.budget().key())));

        assertEquals(List.of(everybodys, month), of(ANNA));
    }

    @Test
    void nothing_is_set_aside_where_nothing_is_counted_yet() {
        var reply = asked();

        assertEquals(Optional.empty(), read(stores -> stores.budgets().find(TODAY)));
        assertEquals(Optional.empty(), reserved(TODAY, reply, 1, 100));
    }

    @Test
    void no_more_is_set_aside_than_allowed() {
        opened(TODAY);

        assertEquals(Optional.of(new Count(0, 60, false)), reserved(TODAY, asked(), 60, 100));
        assertEquals(Optional.empty(), reserved(TODAY, asked(), 41, 100));
        assertEquals(Optional.of(new Count(0, 100, false)), reserved(TODAY, asked(), 40, 100));
        assertEquals(Optional.empty(), reserved(TODAY, asked(), 1, 100));
        assertEquals(new Count(0, 100, false), count(TODAY));
    }

    @Test
    void what_is_given_back_is_there_again_and_once_only() {
        opened(TODAY);
        var kept = asked();
        var given = asked();
        reserved(TODAY, kept, 30, 100);
        reserved(TODAY, given, 50, 100);

        for (var i = 0; i < 3; i++) {
            keep(stores -> stores.budgets().release(given.session(), given.reply));
        }

        assertEquals(new Count(0, 30, false), count(TODAY));
    }

    @Test
    void what_was_spent_takes_the_place_of_what_was_set_aside() {
        opened(TODAY);
        var reply = asked();
        reserved(TODAY, reply, 60, 100);

        spentOn(reply, 1, TEN, 5);
        spentOn(reply, 1, TEN, 5);

        assertEquals(new Count(10, 0, false), count(TODAY));
    }

    @Test
    void all_that_is_spent_is_counted_also_of_what_nothing_was_set_aside_for() {
        opened(TODAY);
        var thread = openedFor(ANNA);

        spent(TestUsage.entry(ids.next(), ANNA, thread, TEN, TestTimes.at(0)));
        spent(TestUsage.entry(ids.next(), ANNA, thread, TEN, TestTimes.at(9)));
        spent(TestUsage.entry(ids.next(), ANNA, thread, TEN, TestTimes.at(10)));
        spent(TestUsage.entry(ids.next(), BERT, openedFor(BERT), TEN, TestTimes.at(5)));
        spentOn(asked(), 1, TEN, 5);

        assertEquals(new Count(30, 0, false), count(TODAY));
    }

    @Test
    void an_answer_counts_in_the_window_in_which_it_was_set_aside() {
        var tomorrow = window(ANNA, ALL_MODELS, BudgetPeriod.DAY, 10, 20);
        opened(TODAY);
        opened(tomorrow);
        var reply = asked();
        reserved(TODAY, reply, 60, 100);

        spentOn(reply, 1, TEN, 15);

        assertEquals(new Count(10, 0, false), count(TODAY));
        assertEquals(new Count(0, 0, false), count(tomorrow));
    }

    @Test
    void a_window_of_a_model_counts_what_is_spent_on_it() {
        var ofX = window(ANNA, Optional.of("model-x"), BudgetPeriod.DAY, 0, 10);
        var ofY = window(ANNA, Optional.of("model-y"), BudgetPeriod.DAY, 0, 10);
        var month = window(ANNA, ALL_MODELS, BudgetPeriod.MONTH, 0, 20);
        List.of(TODAY, ofX, ofY, month).forEach(this::opened);
        var reply = asked();
        reserved(TODAY, reply, 20, 100);
        reserved(ofY, reply, 30, 100);
        reserved(month, reply, 40, 100);

        spentOn(reply, 1, TEN, 5);

        assertEquals(new Count(10, 0, false), count(TODAY));
        assertEquals(new Count(10, 0, false), count(ofX));
        assertEquals(new Count(0, 0, false), count(ofY));
        assertEquals(new Count(10, 0, false), count(month));
    }

    @Test
    void each_of_many_that_spend_in_one_transaction_is_counted() {
        opened(TODAY);
        var month = window(ANNA, ALL_MODELS, BudgetPeriod.MONTH, 0, 20);
        opened(month);
        var replies = List.of(asked(), asked(), asked(), asked(), asked());
        replies.forEach(reply -> reserved(TODAY, reply, 20, 100));

        keep(stores -> replies.forEach(reply -> stores.usage()
                .record(TestUsage.entry(ids.next(), ANNA, reply.thread, reply.reply, 1, TEN, TestTimes.at(5)))));

        assertEquals(new Count(50, 0, false), count(TODAY));
        assertEquals(new Count(50, 0, false), count(month));
        assertEquals(50, read(stores -> stores.usage().total(ANNA)).tokens());
    }

    @Test
    void what_is_set_aside_anew_in_the_same_transaction_is_set_aside_once() {
        opened(TODAY);
        var reply = asked();
        reserved(TODAY, reply, 60, 100);

        keep(stores -> {
            stores.usage()
                    .record(TestUsage.entry(ids.next(), ANNA, reply.thread, reply.reply, 1, TEN, TestTimes.at(5)));
            assertEquals(
                    Optional.of(new Count(10, 60, false)),
                    stores.budgets().reserve(TODAY, reply.session(), reply.reply, 60, 100));
        });
        spentOn(reply, 2, TEN, 6);

        assertEquals(new Count(20, 0, false), count(TODAY));
    }

    @Test
    void a_window_begins_with_what_the_ledger_holds_for_which_nothing_was_set_aside() {
        var thread = openedFor(ANNA);
        spent(TestUsage.entry(ids.next(), ANNA, thread, TEN, TestTimes.at(-1)));
        spent(TestUsage.entry(ids.next(), ANNA, thread, TEN, TestTimes.at(7)));
        spent(TestUsage.entry(ids.next(), ANNA, thread, TEN, TestTimes.at(10)));
        spentOn(asked(), 1, TEN, 3);
        spentOn(asked(), 1, TEN, 4);
        spentOn(asked(), 1, TokenCount.measured("model-y", 1_000, 0), 2);
        var ofX = window(ANNA, Optional.of("model-x"), BudgetPeriod.MONTH, 0, 10);

        assertEquals(
                20, read(stores -> stores.budgets().spent(ofX, TestTimes.at(4))).intValue());
        keep(stores -> stores.budgets().open(ofX, TestTimes.at(4)));
        keep(stores -> stores.budgets().open(ofX, TestTimes.at(9)));

        assertEquals(new Count(20, 0, false), count(ofX));
    }

    @Test
    void a_warning_is_noted_once_for_all() {
        opened(TODAY);
        keep(stores -> stores.budgets().warned(TODAY));

        assertEquals(Optional.of(new Count(0, 5, true)), reserved(TODAY, asked(), 5, 100));
    }

    @Test
    void windows_are_removed_when_they_are_over_for_long_enough() {
        var tomorrow = window(ANNA, ALL_MODELS, BudgetPeriod.DAY, 10, 20);
        var berts = window(BERT, ALL_MODELS, BudgetPeriod.DAY, 0, 10);
        List.of(TODAY, tomorrow, berts).forEach(this::opened);

        assertEquals(0, removed(10, 10));
        assertEquals(1, removed(11, 1));
        assertEquals(1, removed(11, 10));

        assertEquals(Optional.empty(), read(stores -> stores.budgets().find(TODAY)));
        assertEquals(new Count(0, 0, false), count(tomorrow));
    }

    @Test
    void what_is_removed_with_a_user_is_his_own() {
        var everybodys = kept(Optional.empty(), ALL_MODELS, BudgetPeriod.DAY, 1);
        kept(Optional.of(ANNA), ALL_MODELS, BudgetPeriod.DAY, 2);
        var berts = window(BERT, ALL_MODELS, BudgetPeriod.DAY, 0, 10);
        List.of(TODAY, berts).forEach(this::opened);

        while (!write(stores -> stores.erasures().remove(ANNA, ALL)).isEmpty()) {
            // Until nothing is left.
        }

        assertEquals(List.of(everybodys), of(ANNA));
        assertEquals(Optional.empty(), read(stores -> stores.budgets().find(TODAY)));
        assertEquals(new Count(0, 0, false), count(berts));
        var left = read(stores -> stores.erasures().count(ANNA));
        assertEquals(0, left.get("budgets") + left.get("budget_windows"));
    }

    @Test
    void a_failed_work_sets_nothing_aside() {
        opened(TODAY);
        var reply = asked();
        reserved(TODAY, reply, 10, 100);

        try {
            keep(stores -> {
                stores.usage()
                        .record(TestUsage.entry(ids.next(), ANNA, reply.thread, reply.reply, 1, TEN, TestTimes.at(5)));
                stores.budgets().reserve(TODAY, reply.session(), reply.reply, 60, 100);
                throw new IllegalStateException("on purpose");
            });
        } catch (IllegalStateException expected) {
            assertEquals("on purpose", expected.getMessage());
        }

        assertEquals(new Count(0, 10, false), count(TODAY));
    }

    private Asked asked() {
        var thread = openedFor(ANNA, "key-" + ids.next());
        return new Asked(thread, asked(replies.queued(thread)).reply().id());
    }

    private ChatThread openedFor(UserId owner, String key) {
        return opened(threads.in(started(sessions.active(owner, key))));
    }

    private void opened(Window window) {
        keep(stores -> stores.budgets().open(window, TestTimes.at(0)));
    }

    private Optional<Count> reserved(Window window, Asked asked, long tokens, long most) {
        return write(stores -> stores.budgets().reserve(window, asked.session(), asked.reply, tokens, most));
    }

    private void spentOn(Asked asked, int attempt, TokenCount tokens, int at) {
        spent(TestUsage.entry(ids.next(), ANNA, asked.thread, asked.reply, attempt, tokens, TestTimes.at(at)));
    }

    private int removed(int before, int limit) {
        return write(stores -> stores.budgets().removeEnded(TestTimes.at(before), limit));
    }

    private Count count(Window window) {
        return read(stores -> stores.budgets().find(window)).orElseThrow();
    }

    private StoredBudget kept(Optional<UserId> user, Optional<String> model, BudgetPeriod period, long tokens) {
        var budget = new Budget(user, model, period, ZoneId.of("Europe/Berlin"), tokens, 1);
        var stored = new StoredBudget(budget, TestTimes.at(4));
        keep(stores -> stores.budgets().put(stored));
        return stored;
    }

    private List<StoredBudget> of(UserId user) {
        return read(stores -> stores.budgets().of(user));
    }

    private List<StoredBudget> pagesOf(int size) {
        List<StoredBudget> seen = new ArrayList<>();
        Optional<Budget.Key> after = Optional.empty();
        for (var page = page(after, size); !page.isEmpty(); page = page(after, size)) {
            assertTrue(page.size() <= size, "a page is longer than its limit");
            seen.addAll(page);
            assertTrue(seen.size() <= ALL, "pages do not come to an end");
            after = Optional.of(page.get(page.size() - 1).budget().key());
        }
        return seen;
    }

    private List<StoredBudget> page(Optional<Budget.Key> after, int size) {
        return read(stores -> stores.budgets().all(after, size));
    }

    private static Window window(UserId user, Optional<String> model, BudgetPeriod period, int from, int to) {
        return new Window(user, model, period, TestTimes.at(from), TestTimes.at(to));
    }

    /** A question of Anna's, in a session of its own. */
    private record Asked(ChatThread thread, ReplyId reply) {
        SessionId session() {
            return thread.session();
        }
    }
}
