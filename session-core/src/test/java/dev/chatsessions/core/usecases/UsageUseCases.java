package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Forbidden;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.ThreadId;
import dev.chatsessions.TokenCount;
import dev.chatsessions.reply.Completion;
import dev.chatsessions.reply.Failure;
import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.reply.ReplyTicket;
import dev.chatsessions.reply.TextOffset;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.usage.DayTotal;
import dev.chatsessions.usage.ModelTotal;
import dev.chatsessions.usage.UsageEntry;
import dev.chatsessions.usage.UsageTotal;
import dev.chatsessions.usage.UserTotal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What was spent: every attempt is in the books, once, and nothing takes it out again. */
abstract class UsageUseCases extends UseCases {

    private static final TokenCount SPENT = new TokenCount(40, 12, 30, 5, "eyes", false);

    @Test
    void an_answer_is_in_the_books_of_its_user_session_thread_and_day() {
        var ticket = heldByRobot();
        chat.replies().complete(ROBOT, ticket.reply().id(), ticket.fence(), Completion.of(SPENT));

        var entry = ledger(ANN).get(0);
        assertEquals(SPENT, entry.tokens());
        assertEquals(Optional.of(ticket.reply().id()), entry.reply());
        assertEquals(1, entry.attempt());
        var expected = UsageTotal.ZERO.plus(SPENT);
        assertEquals(expected, chat.usage().total(ANN, ANN.id()));
        assertEquals(expected, chat.usage().total(ANN, ticket.reply().session()));
        assertEquals(expected, chat.usage().total(ANN, ticket.reply().thread()));
        assertEquals(expected, chat.threads().find(ANN, ticket.reply().thread()).usage());
        assertEquals(
                expected,
                chat.usage()
                        .total(
                                ANN,
                                ANN.id(),
                                entry.at().atOffset(ZoneOffset.UTC).toLocalDate()));
    }

    @Test
    void totals_are_the_sums_of_the_ledger() {
        var session = session(ANN, SessionKind.CHAT).id();
        var threads =
                List.of(threadIn(ANN, session).id(), threadIn(ANN, session).id(), thread(ANN));
        for (var i = 0; i < 3; i++) {
            threads.forEach(thread -> answered(ANN, thread, "Hello"));
            backend.advance(Duration.ofHours(13));
        }
        append(threads.get(0), SPENT);

        var ledger = ledger(ANN);

        assertEquals(10, ledger.size());
        assertEquals(sum(ledger), chat.usage().total(ANN, ANN.id()));
        assertEquals(
                sum(ledger.stream()
                        .filter(entry -> entry.session().equals(session))
                        .toList()),
                chat.usage().total(ANN, session));
        for (var thread : threads) {
            assertEquals(
                    sum(ledger.stream()
                            .filter(entry -> entry.thread().equals(thread))
                            .toList()),
                    chat.usage().total(ANN, thread));
        }
        var days = ledger.stream().map(UsageUseCases::day).distinct().toList();
        assertTrue(days.size() > 1, "more days than one");
        for (var day : days) {
            assertEquals(
                    sum(ledger.stream().filter(entry -> day(entry).equals(day)).toList()),
                    chat.usage().total(ANN, ANN.id(), day));
        }
    }

    @Test
    void what_the_host_spent_is_counted_with_its_messages() {
        var thread = thread(ANN);

        append(thread, SPENT);

        assertEquals(UsageTotal.ZERO.plus(SPENT), chat.usage().total(ANN, thread));
        assertEquals(Optional.empty(), ledger(ANN).get(0).reply());
        assertEquals(0, ledger(ANN).get(0).attempt());
    }

    @Test
    void a_stopped_answer_is_counted() {
        var ticket = heldByRobot();
        chat.replies().stop(ANN, ticket.reply().id());
        chat.replies()
                .complete(
                        ROBOT,
                        ticket.reply().id(),
                        ticket.fence(),
                        new Completion(FinishReason.STOPPED, List.of(), Optional.of(SPENT)));

        assertEquals(UsageTotal.ZERO.plus(SPENT), chat.usage().total(ANN, ANN.id()));
    }

    @Test
    void a_failed_answer_is_counted() {
        var ticket = heldByRobot();
        chat.replies().fail(ROBOT, ticket.reply().id(), ticket.fence(), new Failure("fog", Optional.of(SPENT)));

        assertEquals(UsageTotal.ZERO.plus(SPENT), chat.usage().total(ANN, ANN.id()));
    }

    @Test
    void every_attempt_whose_producer_was_lost_is_counted_once() {
        var ticket = heldByRobot();
        leaseRunsOut();
        var again = claimed();
        write(again, "I see");
        leaseRunsOut();

        assertEquals(
                List.of(2, 1), ledger(ANN).stream().map(UsageEntry::attempt).toList());
        assertTrue(ledger(ANN).stream().allMatch(entry -> entry.tokens().estimated()));
        assertEquals(2, chat.usage().total(ANN, ticket.reply().thread()).calls());
        assertEquals(sum(ledger(ANN)), chat.usage().total(ANN, ANN.id()));
    }

    @Test
    void an_attempt_that_was_lost_is_counted_once_though_its_reply_is_stopped_before_the_next() {
        var ticket = heldByRobot();
        leaseRunsOut();

        chat.replies().stop(ANN, ticket.reply().id());

        assertEquals(1, ledger(ANN).size());
        assertEquals(sum(ledger(ANN)), chat.usage().total(ANN, ticket.reply().thread()));
    }

    @Test
    void a_question_nobody_took_up_costs_nothing() {
        var thread = robotThread(ANN);
        var reply = ask(ANN, thread, "Hello?");

        chat.replies().stop(ANN, reply.id());

        assertEquals(List.of(), ledger(ANN));
    }

    @Test
    void tokens_that_nobody_counted_are_estimated() {
        var ticket = heldByRobot();
        write(ticket, "A boat and a whale");

        var end = chat.replies().complete(ROBOT, ticket.reply().id(), ticket.fence(), Completion.whole());

        var tokens = end.tokens().orElseThrow();
        assertTrue(tokens.estimated());
        assertTrue(tokens.input() > 0 && tokens.output() > 0);
        assertEquals(tokens, ledger(ANN).get(0).tokens());
    }

    @Test
    void tokens_that_the_assistant_counted_are_not_estimated() {
        var reply = answered(ANN, thread(ANN), "Hello");

        assertFalse(reply.tokens().orElseThrow().estimated());
        assertEquals(reply.tokens(), Optional.of(ledger(ANN).get(0).tokens()));
    }

    @Test
    void nothing_that_is_cleared_or_deleted_lowers_a_total() {
        var session = session(ANN, SessionKind.CHAT).id();
        var thread = threadIn(ANN, session).id();
        answered(ANN, thread, "Hello");
        var spent = chat.usage().total(ANN, ANN.id());

        chat.threads().clear(ANN, thread);
        assertEquals(spent, chat.usage().total(ANN, thread));
        chat.threads().delete(ANN, thread);
        assertEquals(spent, chat.usage().total(ANN, session));
        chat.sessions().delete(ANN, session);
        chat.housekeeping().runOnce();

        assertEquals(spent, chat.usage().total(ANN, ANN.id()));
        assertEquals(spent, sum(ledger(ANN)));
    }

    @Test
    void a_repeated_end_is_counted_once() {
        var ticket = heldByRobot();
        for (var i = 0; i < 3; i++) {
            chat.replies().complete(ROBOT, ticket.reply().id(), ticket.fence(), Completion.of(SPENT));
        }

        assertEquals(UsageTotal.ZERO.plus(SPENT), chat.usage().total(ANN, ANN.id()));
    }

    @Test
    void the_ledger_is_read_newest_first_in_pages() {
        var thread = thread(ANN);
        for (var i = 1; i <= 7; i++) {
            append(thread, TokenCount.measured("eyes", i, 0));
            backend.advance(Duration.ofSeconds(1));
        }

        var first = chat.usage().entries(ANN, ANN.id(), PageRequest.first(4));
        var second = chat.usage()
                .entries(ANN, ANN.id(), PageRequest.after(first.next().orElseThrow(), 4));

        var read = new ArrayList<>(first.items());
        read.addAll(second.items());
        assertEquals(
                List.of(7L, 6L, 5L, 4L, 3L, 2L, 1L),
                read.stream().map(entry -> entry.tokens().input()).toList());
    }

    @Test
    void admins_read_everybodys_totals() {
        append(thread(ANN), SPENT);

        assertEquals(UsageTotal.ZERO.plus(SPENT), chat.usage().total(ADMIN, ANN.id()));
        assertEquals(
                ledger(ANN),
                chat.usage().entries(ADMIN, ANN.id(), PageRequest.first(10)).items());
        assertEquals(UsageTotal.ZERO, chat.usage().total(ADMIN, BOB.id()));
    }

    @Test
    void totals_of_models_are_the_sums_of_the_ledger() {
        append(thread(ANN), SPENT);
        append(thread(ANN), TokenCount.measured("ears", 1, 2));
        append(thread(ANN), SPENT);

        assertEquals(
                List.of(
                        new ModelTotal("ears", new UsageTotal(1, 1, 2, 0, 0)),
                        new ModelTotal("eyes", UsageTotal.ZERO.plus(SPENT).plus(SPENT))),
                chat.usage().models(ANN, ANN.id()));
        refused(NotFound.class, "not-found", () -> chat.usage().models(BOB, ANN.id()));
    }

    @Test
    void each_of_the_last_days_is_told_also_where_nothing_was_spent() {
        append(thread(ANN), SPENT);
        backend.advance(Duration.ofDays(2));
        append(thread(ANN), TokenCount.measured("ears", 1, 2));
        append(thread(ANN), TokenCount.measured("ears", 3, 4));

        var days = chat.usage().days(ANN, ANN.id(), 4);

        var today = day(ledger(ANN).get(0));
        assertEquals(
                List.of(
                        new DayTotal(today.minusDays(3), UsageTotal.ZERO),
                        new DayTotal(today.minusDays(2), UsageTotal.ZERO.plus(SPENT)),
                        new DayTotal(today.minusDays(1), UsageTotal.ZERO),
                        new DayTotal(today, new UsageTotal(2, 4, 6, 0, 0))),
                days);
        assertEquals(days.subList(3, 4), chat.usage().days(ADMIN, ANN.id(), 1));
        refused(NotFound.class, "not-found", () -> chat.usage().days(BOB, ANN.id(), 4));
        refused(Invalid.class, "validation-failed", () -> chat.usage().days(ANN, ANN.id(), 0));
        refused(Invalid.class, "validation-failed", () -> chat.usage().days(ANN, ANN.id(), 367));
    }

    @Test
    void admins_see_who_spent_most_on_the_last_days_and_nobody_else_does() {
        append(thread(ANN), SPENT);
        backend.advance(Duration.ofDays(2));
        var bobs = thread(BOB);
        chat.threads().append(BOB, bobs, List.of(NewMessage.assistant("Done.")), SPENT, RequestKey.none());
        append(thread(ANN), TokenCount.measured("ears", 1, 2));

        assertEquals(
                List.of(ANN.id(), BOB.id()),
                chat.usage().leaders(ADMIN, 3, 10).stream().map(UserTotal::user).toList());
        assertEquals(
                List.of(BOB.id(), ANN.id()),
                chat.usage().leaders(ADMIN, 1, 10).stream().map(UserTotal::user).toList());
        assertEquals(1, chat.usage().leaders(ADMIN, 3, 1).size());
        refused(Forbidden.class, "forbidden", () -> chat.usage().leaders(ANN, 3, 10));
        refused(Invalid.class, "validation-failed", () -> chat.usage().leaders(ADMIN, 367, 10));
    }

    private void leaseRunsOut() {
        backend.advance(LEASE.plusSeconds(1));
        chat.housekeeping().runOnce();
    }

    private void write(ReplyTicket ticket, String text) {
        chat.replies().append(ROBOT, ticket.reply().id(), ticket.fence(), TextOffset.START, text);
    }

    private void append(ThreadId thread, TokenCount tokens) {
        chat.threads().append(ANN, thread, List.of(NewMessage.assistant("Done.")), tokens, RequestKey.none());
    }

    private List<UsageEntry> ledger(Caller.User user) {
        return chat.usage().entries(user, user.id(), PageRequest.first(1_000)).items();
    }

    private static LocalDate day(UsageEntry entry) {
        return entry.at().atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private static UsageTotal sum(List<UsageEntry> entries) {
        var sum = UsageTotal.ZERO;
        for (var entry : entries) {
            sum = sum.plus(entry.tokens());
        }
        return sum;
    }
}
