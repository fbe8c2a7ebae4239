package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.ChatSessionsException;
import dev.chatsessions.ChatSessionsException.Forbidden;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.TooLarge;
import dev.chatsessions.JsonValue;
import dev.chatsessions.TokenCount;
import dev.chatsessions.live.Feed;
import dev.chatsessions.reply.Chunk;
import dev.chatsessions.reply.Completion;
import dev.chatsessions.reply.Failure;
import dev.chatsessions.reply.Fence;
import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.reply.Progress;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.reply.ReplyEvent.ReplyFinished;
import dev.chatsessions.reply.ReplyTicket;
import dev.chatsessions.reply.TextOffset;
import dev.chatsessions.thread.Part;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a producer may do to the reply that it holds, and what it is told. */
abstract class AnsweringUseCases extends UseCases {

    private ReplyTicket ticket;

    @BeforeEach
    void hold_a_reply() {
        ticket = heldByRobot();
    }

    @Test
    void text_is_stored_at_the_end_of_what_is_there() {
        append(0, "A boat");

        var progress = append(6, " \uD83D\uDEA3!");

        assertEquals(new TextOffset(10), progress.end());
        assertEquals("A boat \uD83D\uDEA3!", textAtTheEnd());
    }

    @Test
    void text_that_is_there_already_is_acknowledged_and_not_stored_again() {
        append(0, "A boat");
        append(6, " and a whale");
        var log = log(ANN, new Feed.OfThread(ticket.reply().thread()));

        assertEquals(new TextOffset(18), append(0, "A boat").end());
        assertEquals(new TextOffset(18), append(2, "boat and").end());

        assertEquals(log, log(ANN, new Feed.OfThread(ticket.reply().thread())));
        assertEquals("A boat and a whale", textAtTheEnd());
    }

    @Test
    void text_other_than_what_is_there_is_refused() {
        append(0, "A boat");

        conflict("chunk-conflict", () -> append(0, "A goat"));
        conflict("chunk-conflict", () -> append(2, "goat"));

        assertEquals("A boat", textAtTheEnd());
    }

    @Test
    void text_beyond_the_end_is_refused_with_the_place_where_to_go_on() {
        append(0, "A boat");

        var gap = conflict("sequence-gap", () -> append(7, "and a whale"));

        assertEquals(JsonValue.of(6), gap.details().fields().get("expected_offset"));
        assertEquals("A boat", textAtTheEnd());
    }

    @Test
    void text_that_begins_within_what_is_there_and_goes_beyond_is_refused_with_the_place_where_to_go_on() {
        append(0, "A boat");

        var gap = conflict("sequence-gap", () -> append(2, "boat and a whale"));

        assertEquals(JsonValue.of(6), gap.details().fields().get("expected_offset"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD83D", "\uDEA3", "boat \uD83D", "\uDEA3 boat", "bo\uD83Dat", "\u0000", ""})
    void text_that_no_storage_keeps_is_invalid(String text) {
        refused(Invalid.class, "validation-failed", () -> append(0, text));

        assertEquals("", textAtTheEnd());
    }

    @Test
    void another_fence_is_refused_in_every_write() {
        var reply = ticket.reply().id();
        var other = new Fence(ticket.fence().value() + 1);

        conflict("lease-lost", () -> chat.replies().append(ROBOT, reply, other, TextOffset.START, "A boat"));
        conflict("lease-lost", () -> chat.replies().report(ROBOT, reply, other, "looking"));
        conflict("lease-lost", () -> chat.replies().heartbeat(ROBOT, reply, other));
        conflict("lease-lost", () -> chat.replies().complete(ROBOT, reply, other, Completion.whole()));
        conflict("lease-lost", () -> chat.replies().fail(ROBOT, reply, other, failure()));

        assertTrue(chat.replies().find(ANN, reply).status().isOpen());
    }

    @Test
    void a_finished_reply_takes_no_more_text() {
        append(0, "A boat");
        complete(Completion.whole());

        conflict("message-finalized", () -> append(6, " and a whale"));
        conflict("message-finalized", () -> append(0, "A boat"));

        assertEquals("A boat", answer(ANN, ticket.reply()));
    }

    @Test
    void to_complete_again_gives_the_same_answer_and_changes_nothing() {
        append(0, "A boat");
        var first = complete(Completion.of(TokenCount.measured("eyes", 4, 2)));
        var log = log(ANN, new Feed.OfThread(first.thread()));

        var second = complete(Completion.of(TokenCount.measured("eyes", 4, 2)));

        assertEquals(first, second);
        assertEquals(log, log(ANN, new Feed.OfThread(first.thread())));
        assertEquals(1, chat.usage().total(ANN, first.thread()).calls());
    }

    @Test
    void a_content_that_is_not_the_text_is_refused_also_when_it_is_said_again() {
        append(0, "A boat");

        var refused = conflict("content-mismatch", () -> complete(saying("A boat and a whale")));
        assertEquals(ChatSessionsException.detail("expected_length", 6), refused.details());
        conflict("content-mismatch", () -> complete(saying("")));
        var first = complete(saying("A boat"));

        assertEquals(first, complete(saying("A boat")));
        conflict("content-mismatch", () -> complete(saying("A whale")));
        assertEquals("A boat", answer(ANN, first));
    }

    private static Completion saying(String content) {
        return new Completion(FinishReason.COMPLETE, List.of(), Optional.empty(), Optional.of(content));
    }

    @Test
    void several_pieces_are_written_all_or_none() {
        var reply = ticket.reply().id();
        append(0, "A ");

        conflict("sequence-gap", () -> appendAll(chunk(2, "boat"), chunk(7, " and")));
        conflict("chunk-conflict", () -> appendAll(chunk(2, "boat"), chunk(0, "B")));
        refused(Invalid.class, "validation-failed", () -> appendAll(chunk(2, "boat"), chunk(6, "\ud83d")));
        refused(Invalid.class, "validation-failed", () -> appendAll());
        assertEquals(new TextOffset(2), chat.replies().find(ANN, reply).end());
        var end = appendAll(chunk(0, "A "), chunk(2, "boat"), chunk(2, "boat"), chunk(6, " and"))
                .end();

        assertEquals(new TextOffset(10), end);
        assertEquals("A boat and", answer(ANN, complete(Completion.whole())));
    }

    private Progress appendAll(Chunk... chunks) {
        return chat.replies().append(ROBOT, ticket.reply().id(), ticket.fence(), List.of(chunks));
    }

    private static Chunk chunk(int offset, String text) {
        return new Chunk(new TextOffset(offset), text);
    }

    @Test
    void to_fail_again_gives_the_same_answer_and_changes_nothing() {
        append(0, "A boa");
        var first = fail();
        var log = log(ANN, new Feed.OfThread(first.thread()));

        var second = fail();

        assertEquals(first, second);
        assertEquals(Optional.of(FinishReason.FAILED), first.finishReason());
        assertEquals(Optional.of("fog"), first.failure());
        assertEquals("A boa", answer(ANN, first));
        assertEquals(log, log(ANN, new Feed.OfThread(first.thread())));
        assertEquals(1, chat.usage().total(ANN, first.thread()).calls());
    }

    @Test
    void a_reply_ends_once_whatever_is_said_later() {
        complete(Completion.whole());

        conflict("message-finalized", this::fail);

        assertEquals(
                Optional.of(FinishReason.COMPLETE),
                chat.replies().find(ANN, ticket.reply().id()).finishReason());
    }

    @Test
    void tool_calls_stand_before_the_text() {
        append(0, "Sunny");
        var call = new Part.ToolCall("call-1", "weather", "{\"city\":\"Kiel\"}");
        var result = new Part.ToolResult("call-1", "weather", "sunny");

        complete(new Completion(FinishReason.COMPLETE, List.of(call, result), Optional.empty()));

        var answer = chat.threads()
                .message(ANN, ticket.reply().thread(), ticket.reply().answer());
        assertEquals(List.of(call, result, new Part.Text("Sunny")), answer.parts());
        assertEquals("Sunny", answer.text());
    }

    @Test
    void all_tool_calls_together_are_no_longer_than_any_message() {
        var half = new Part.ToolResult("call-1", "report", "x".repeat(512 * 1024));

        refused(
                TooLarge.class,
                "payload-too-large",
                () -> complete(new Completion(FinishReason.COMPLETE, List.of(half, half), Optional.empty())));
    }

    @Test
    void the_end_is_told_with_the_whole_text() {
        append(0, "A boat");
        append(6, " and a whale");

        complete(Completion.of(TokenCount.measured("eyes", 4, 5)));

        var log = log(ANN, new Feed.OfThread(ticket.reply().thread()));
        var end = (ReplyFinished) log.get(log.size() - 1);
        assertEquals(FinishReason.COMPLETE, end.reason());
        assertEquals("A boat and a whale", end.message().orElseThrow().text());
        assertEquals(Optional.of(TokenCount.measured("eyes", 4, 5)), end.tokens());
    }

    @Test
    void a_producer_hears_of_a_stop_with_its_next_write() {
        chat.replies().stop(ANN, ticket.reply().id());

        assertTrue(append(0, "A bo").stopRequested());
        assertTrue(chat.replies()
                .heartbeat(ROBOT, ticket.reply().id(), ticket.fence())
                .stopRequested());
        complete(new Completion(FinishReason.STOPPED, List.of(), Optional.empty()));

        var end = chat.replies().find(ANN, ticket.reply().id());
        assertEquals(Optional.of(FinishReason.STOPPED), end.finishReason());
        assertEquals("A bo", answer(ANN, end));
    }

    @Test
    void only_answerers_claim_and_write() {
        var reply = ticket.reply().id();

        refused(Forbidden.class, "forbidden", () -> chat.replies().claim(ANN, 1));
        refused(
                Forbidden.class,
                "forbidden",
                () -> chat.replies().append(ANN, reply, ticket.fence(), TextOffset.START, "A boat"));
        refused(
                Forbidden.class,
                "forbidden",
                () -> chat.replies().complete(ANN, reply, ticket.fence(), Completion.whole()));
    }

    @Test
    void a_status_is_one_to_five_hundred_characters() {
        refused(Invalid.class, "validation-failed", () -> report(""));
        refused(Invalid.class, "validation-failed", () -> report("x".repeat(501)));

        report("x".repeat(500));
    }

    private Progress append(int offset, String text) {
        return chat.replies().append(ROBOT, ticket.reply().id(), ticket.fence(), new TextOffset(offset), text);
    }

    private Progress report(String status) {
        return chat.replies().report(ROBOT, ticket.reply().id(), ticket.fence(), status);
    }

    private Reply complete(Completion completion) {
        return chat.replies().complete(ROBOT, ticket.reply().id(), ticket.fence(), completion);
    }

    private Reply fail() {
        return chat.replies().fail(ROBOT, ticket.reply().id(), ticket.fence(), failure());
    }

    private static Failure failure() {
        return new Failure("fog", Optional.empty());
    }

    private String textAtTheEnd() {
        return answer(ANN, complete(Completion.whole()));
    }
}
