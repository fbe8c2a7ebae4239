package dev.chatsessions.adapter.langchain4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.JsonValue;
import dev.chatsessions.PageRequest;
import dev.chatsessions.ReplyId;
import dev.chatsessions.RequestKey;
import dev.chatsessions.ThreadId;
import dev.chatsessions.TokenCount;
import dev.chatsessions.adapter.inmemory.InMemoryStorage;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.Listener;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.reply.Question;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.spi.Observer;
import dev.chatsessions.spi.Tool;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.MessageStatus;
import dev.chatsessions.thread.Part;
import dev.chatsessions.thread.ThreadStart;
import dev.chatsessions.usage.Budget;
import dev.chatsessions.usage.BudgetPeriod;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** After whatever a model does: the reply, the thread, the ledger and the budget. */
class ModelAssistantTest {

    private static final Caller.User ANN = Caller.user("ann");

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final String KEY = "sk-nobody-may-see-this";

    private final StubModel model = new StubModel();

    private final InMemoryStorage storage = InMemoryStorage.create();

    private final Queue<Throwable> told = new ConcurrentLinkedQueue<>();

    private Optional<SessionCore> chat = Optional.empty();

    @AfterEach
    void close() {
        chat.ifPresent(core -> {
            assertBooksAgree();
            core.close();
        });
        storage.close();
        model.close();
    }

    @Test
    void it_names_its_model_before_it_answers() {
        assertEquals(
                Optional.of("gpt-x"),
                assistant(URI.create("http://localhost")).build().model());
    }

    @Test
    void words_are_streamed_and_reported_tokens_are_in_the_books() {
        model.then(wire ->
                wire.says("To ", "fix ", "it").ends("stop").took(21, 9, 5, 2).isDone());

        var end = answered("How?");

        assertEquals("To fix it", answer(end).text());
        assertEquals(Optional.of(FinishReason.COMPLETE), end.finishReason());
        assertBooked(end, new TokenCount(21, 9, 5, 2, "stub-1", false));
        var asked = model.asked();
        assertEquals("Bearer " + KEY, asked.headers().get("authorization"));
        assertEquals("POST /v1/chat/completions HTTP/1.1", asked.line());
        assertTrue(asked.body().path("stream_options").path("include_usage").booleanValue());
    }

    @Test
    void what_was_said_before_is_the_context() {
        open(builder -> builder.systemPrompt("Be brief."));
        model.then(wire -> wire.says("Hello Ann").ends("stop").isDone());
        ask("I am Ann");
        model.asked();

        ask("Who am I?");

        var messages = model.asked().body().path("messages");
        assertEquals(List.of("system", "user", "assistant", "user"), messages.findValuesAsText("role"));
        assertEquals(List.of("Be brief.", "I am Ann", "Hello Ann", "Who am I?"), messages.findValuesAsText("content"));
    }

    @Test
    void a_summary_stands_for_what_it_covers() {
        open(builder -> builder.systemPrompt("Be brief.")
                .summary(turn -> Optional.of(new ModelAssistant.Summary("She is Ann.", 2))));
        ask("I am Ann");
        model.asked();

        ask("Who am I?");

        var messages = model.asked().body().path("messages");
        assertEquals(List.of("Be brief.\n\nShe is Ann.", "Who am I?"), messages.findValuesAsText("content"));
    }

    @Test
    void unreported_tokens_are_estimated_and_marked_so() {
        model.then(wire -> wire.says("To fix it").ends("stop").isDone());

        var end = answered("How do I?");

        assertBooked(end, TokenCount.estimated("gpt-x", 14, 3));
    }

    @Test
    void a_model_at_its_limit_is_cut_off_there() {
        model.then(wire -> wire.says("To fix").ends("length").took(4, 2).isDone());

        var end = answered("How?");

        assertEquals(Optional.of(FinishReason.LENGTH), end.finishReason());
        assertEquals(MessageStatus.CUT_OFF, answer(end).status());
    }

    @Test
    void tools_are_called_told_and_kept_beside_the_answer() {
        open(builder -> builder.tools(List.of(new Weather())));
        model.then(
                wire -> wire.says("Let me see.")
                        .calls("call_a", "weather", "{\"city\":\"Bonn\"}")
                        .ends("tool_calls")
                        .took(10, 5)
                        .isDone(),
                wire -> wire.says("It rains.").ends("stop").took(30, 4).isDone());

        var end = ask("Is it dry?");

        assertEquals(
                List.of(
                        new Part.ToolCall("call_a", "weather", "{\"city\":\"Bonn\"}"),
                        new Part.ToolResult("call_a", "weather", "rain in Bonn"),
                        new Part.Text("Let me see.\n\nIt rains.")),
                answer(end).parts());
        assertBooked(end, TokenCount.measured("stub-1", 40, 9));
        var offered = model.asked().body().path("tools").path(0).path("function");
        assertEquals("weather", offered.path("name").asText());
        assertEquals(
                "string",
                offered.path("parameters")
                        .path("properties")
                        .path("city")
                        .path("type")
                        .asText());
        var second = model.asked().body().path("messages");
        assertEquals(List.of("system", "user", "assistant", "tool"), second.findValuesAsText("role"));
        assertEquals("Let me see.", second.path(2).path("content").asText());
        assertEquals(
                "call_a", second.path(2).path("tool_calls").path(0).path("id").asText());
        assertEquals("rain in Bonn", second.path(3).path("content").asText());
    }

    @Test
    void a_tool_that_fails_is_told_to_the_model_without_its_words() {
        open(builder -> builder.tools(List.of(new Weather())));
        model.then(
                wire -> wire.calls("1", "weather", "{\"city\":\"nowhere\"}")
                        .ends("tool_calls")
                        .isDone(),
                wire -> wire.calls("2", "weather", "not JSON")
                        .ends("tool_calls")
                        .isDone(),
                wire -> wire.calls("3", "harpoon", "{}").ends("tool_calls").isDone(),
                wire -> wire.says("I cannot say.").ends("stop").isDone());

        var end = ask("Is it dry?");

        assertEquals(
                List.of(
                        "The tool failed: IOException",
                        "The arguments are not a JSON object.",
                        "There is no such tool."),
                answer(end).parts().stream()
                        .filter(Part.ToolResult.class::isInstance)
                        .map(part -> ((Part.ToolResult) part).result())
                        .toList());
    }

    @Test
    void a_model_that_calls_tools_for_ever_is_asked_to_answer_and_then_given_up() {
        open(builder -> builder.tools(List.of(new Weather())).maxToolRounds(2));
        model.otherwise(wire ->
                wire.calls("1", "weather", "{}").ends("tool_calls").took(1, 1).isDone());

        var end = ask("Is it dry?");

        assertFailed("model-tool-loop", end);
        assertBooked(end, TokenCount.measured("stub-1", 3, 3));
        assertTrue(model.asked().body().has("tools"));
        assertTrue(model.asked().body().has("tools"));
        assertFalse(model.asked().body().has("tools"));
    }

    @ParameterizedTest
    @CsvSource({"429, model-rate-limited", "500, model-unavailable", "503, model-unavailable"})
    void what_may_pass_is_asked_again_and_then_given_up(int status, String code) {
        open(builder -> builder.tries(3, Duration.ofMillis(1), Duration.ofSeconds(1)));
        model.otherwise(wire -> wire.answers(status, error("busy " + KEY)));

        var end = ask("How?");

        assertFailed(code, end);
        assertEquals("", answer(end).text());
        assertBooked(end, TokenCount.measured("gpt-x", 0, 0));
        assertEquals(3, model.unseen());
    }

    @ParameterizedTest
    @CsvSource({
        "400, model-request-refused",
        "401, model-credential-refused",
        "403, model-credential-refused",
        "404, model-not-found",
        "307, model-request-refused"
    })
    void what_stays_as_it_is_is_not_asked_again(int status, String code) {
        model.otherwise(wire -> wire.answers(status, error("no " + KEY), "Location: http://example.org/"));

        var end = answered("How?");

        assertFailed(code, end);
        assertEquals(1, model.unseen());
        assertTrue(end.failure().orElseThrow().endsWith("(" + status + " some_error)"), () -> "" + end.failure());
    }

    @Test
    void a_server_that_asks_for_time_gets_it() {
        open(builder -> builder.tries(2, Duration.ofHours(1), Duration.ofSeconds(5)));
        model.then(wire -> wire.answers(429, error("busy"), "Retry-After: 0"));

        var end = ask("How?");

        assertEquals("Hello", answer(end).text());
        assertBooked(end, TokenCount.measured("stub-1", 7, 3));
    }

    @Test
    void a_server_that_asks_for_too_much_time_is_given_up() {
        open(builder -> builder.tries(3, Duration.ofMillis(1), Duration.ofSeconds(5)));
        model.otherwise(wire -> wire.answers(429, error("busy"), "Retry-After: 600"));

        assertFailed("model-rate-limited", ask("How?"));
        assertEquals(1, model.unseen());
    }

    @Test
    void a_server_that_is_not_there_is_told_as_such() throws IOException {
        URI nowhere;
        try (var gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nowhere = URI.create("http://127.0.0.1:" + gone.getLocalPort());
        }
        open(nowhere, builder -> builder.tries(2, Duration.ofMillis(1), Duration.ofMillis(5)));

        var end = ask("How?");

        assertFailed("model-unreachable", end);
        assertBooked(end, TokenCount.measured("gpt-x", 0, 0));
    }

    @Test
    void a_connection_that_breaks_before_the_first_word_is_tried_again() {
        open(builder -> builder.tries(2, Duration.ofMillis(1), Duration.ofSeconds(1)));
        model.then(wire -> wire.begins().breaksOff());

        assertEquals("Hello", answer(ask("How?")).text());
    }

    @Test
    void a_model_that_breaks_off_leaves_what_it_said_and_is_not_asked_again() {
        model.then(wire -> wire.says("To fix ").breaksOff());

        var end = answered("How?");

        assertFailed("model-cut-off", end);
        assertEquals("To fix ", answer(end).text());
        assertEquals(MessageStatus.FAILED, answer(end).status());
        assertBooked(end, TokenCount.estimated("gpt-x", 12, 2));
        assertEquals(1, model.unseen());
    }

    @Test
    void a_stream_that_closes_without_an_end_was_broken_off() {
        model.then(wire -> wire.says("To fix ").closes());

        var end = answered("How?");

        assertFailed("model-cut-off", end);
        assertEquals("To fix ", answer(end).text());
    }

    @Test
    void a_model_that_stalls_before_its_first_word_is_given_up_and_hears_of_it() throws InterruptedException {
        var left = new CountDownLatch(1);
        open(builder -> builder.timeouts(Duration.ofMillis(200), Duration.ofHours(1), Duration.ofHours(1)));
        model.then(wire -> {
            wire.waitsUntilNobodyListens();
            left.countDown();
        });

        var end = ask("How?");

        assertFailed("model-timeout", end);
        assertBooked(end, TokenCount.estimated("gpt-x", 12, 0));
        assertLeft(left);
    }

    @Test
    void a_model_that_stalls_between_words_is_given_up_and_hears_of_it() throws InterruptedException {
        var left = new CountDownLatch(1);
        open(builder -> builder.timeouts(Duration.ofHours(1), Duration.ofMillis(200), Duration.ofHours(1)));
        model.then(wire -> {
            wire.says("To fix ").waitsUntilNobodyListens();
            left.countDown();
        });

        var end = ask("How?");

        assertFailed("model-timeout", end);
        assertEquals("To fix ", answer(end).text());
        assertLeft(left);
    }

    @Test
    void a_model_that_never_comes_to_its_end_is_given_up() throws InterruptedException {
        var left = new CountDownLatch(1);
        open(builder -> builder.timeouts(Duration.ofHours(1), Duration.ofHours(1), Duration.ofMillis(200)));
        model.then(wire -> {
            wire.says("To fix ").waitsUntilNobodyListens();
            left.countDown();
        });

        assertFailed("model-timeout", ask("How?"));
        assertLeft(left);
    }

    @Test
    void a_stop_reaches_the_model_in_the_middle() throws InterruptedException {
        var heard = new CountDownLatch(1);
        var left = new CountDownLatch(1);
        model.then(wire -> {
            wire.says("To fix ").waitsUntilNobodyListens();
            left.countDown();
        });
        open(builder -> builder);
        var words = Listener.ofAnswers(text -> heard.countDown());
        Reply end;
        try (var live = core().live().subscribe(ANN, new Feed.OfThread(thread()), new StartAt.Head(), words)) {
            end = stoppedAfter(heard);
            live.awaitCaughtUp(LIMIT);
        }

        assertEquals(Optional.of(FinishReason.STOPPED), end.finishReason());
        assertEquals("To fix ", answer(end).text());
        assertBooked(end, TokenCount.estimated("gpt-x", 12, 2));
        assertLeft(left);
    }

    @Test
    void a_stop_reaches_the_model_before_its_first_word() throws InterruptedException {
        var began = new CountDownLatch(1);
        var left = new CountDownLatch(1);
        model.then(wire -> {
            wire.begins();
            began.countDown();
            wire.waitsUntilNobodyListens();
            left.countDown();
        });

        open(builder -> builder);

        var end = stoppedAfter(began);

        assertEquals(Optional.of(FinishReason.STOPPED), end.finishReason());
        assertBooked(end, TokenCount.estimated("gpt-x", 12, 0));
        assertLeft(left);
    }

    @Test
    void a_stop_reaches_a_server_that_does_not_even_begin() throws InterruptedException {
        var asked = new CountDownLatch(1);
        var left = new CountDownLatch(1);
        model.then(wire -> {
            asked.countDown();
            wire.waitsForNobody();
            left.countDown();
        });

        open(builder -> builder);

        assertEquals(Optional.of(FinishReason.STOPPED), stoppedAfter(asked).finishReason());
        assertLeft(left);
    }

    private Reply stoppedAfter(CountDownLatch latch) throws InterruptedException {
        var reply = core().replies().ask(ANN, thread(), Question.of("How?"), RequestKey.none());
        assertTrue(latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS), "the model was not asked");
        core().replies().stop(ANN, reply.id());
        return await(reply.id());
    }

    private static void assertLeft(CountDownLatch left) throws InterruptedException {
        assertTrue(left.await(LIMIT.toSeconds(), TimeUnit.SECONDS), "the connection is still open");
    }

    private Reply answered(String question) {
        open(builder -> builder);
        return ask(question);
    }

    private void open(UnaryOperator<ModelAssistant.Builder> settings) {
        open(model.url(), settings);
    }

    private void open(URI url, UnaryOperator<ModelAssistant.Builder> settings) {
        chat = Optional.of(SessionCore.builder()
                .storage(storage)
                .assistant(settings.apply(assistant(url)).build())
                .observer(new Told())
                .build());
        core().usage()
                .put(
                        Caller.admin("the books"),
                        new Budget(
                                Optional.of(ANN.id()),
                                Optional.empty(),
                                BudgetPeriod.MONTH,
                                ZoneOffset.UTC,
                                10_000,
                                1_000));
    }

    private static ModelAssistant.Builder assistant(URI url) {
        return OpenAiCompatible.of(url, "gpt-x")
                .withKey(KEY)
                .withTemperature(0.2)
                .assistant()
                .systemPrompt("You help people to repair what they have.");
    }

    private SessionCore core() {
        return chat.orElseThrow();
    }

    private Reply ask(String question) {
        return await(core().replies()
                .ask(ANN, thread(), Question.of(question), RequestKey.none())
                .id());
    }

    private Reply await(ReplyId reply) {
        return core().replies().await(ANN, reply, LIMIT);
    }

    private ThreadId thread() {
        var session =
                core().sessions().open(ANN, SessionStart.of(SessionKind.CHAT).withKey("main"));
        return core().threads().open(ANN, session.id(), ThreadStart.of("main")).id();
    }

    private Message answer(Reply reply) {
        return core().threads().message(ANN, reply.thread(), reply.answer());
    }

    /** What the budget counts, and the thread, is what stands in the ledger, and nothing stays set aside. */
    private void assertBooksAgree() {
        var spent = core().usage().entries(ANN, ANN.id(), PageRequest.first(10)).items().stream()
                .mapToLong(entry -> entry.tokens().total())
                .sum();
        var budget = core().usage().budgets(ANN, ANN.id()).get(0);
        assertEquals(spent, budget.used(), "the budget");
        assertEquals(0, budget.reserved(), "what is set aside");
        assertEquals(spent, core().threads().find(ANN, thread()).usage().tokens(), "the thread");
        assertEquals(List.of(), core().replies().open(ANN, thread()));
    }

    /** One line in the ledger, with this on it, and the totals are its sum. */
    private void assertBooked(Reply reply, TokenCount tokens) {
        var entries =
                core().usage().entries(ANN, ANN.id(), PageRequest.first(10)).items();
        assertEquals(1, entries.size());
        assertEquals(tokens, entries.get(0).tokens());
        assertEquals(Optional.of(reply.id()), entries.get(0).reply());
        assertEquals(tokens.total(), core().usage().total(ANN, ANN.id()).tokens());
        assertEquals(Optional.of(tokens), reply.tokens());
    }

    /** Its code is told, and nobody is told the key. */
    private void assertFailed(String code, Reply reply) {
        assertEquals(Optional.of(FinishReason.FAILED), reply.finishReason());
        var failure = reply.failure().orElseThrow();
        assertTrue(failure.startsWith(code + ": "), failure);
        assertFalse(failure.contains(KEY), failure);
        told.forEach(each -> assertFalse(String.valueOf(each).contains(KEY), () -> "" + each));
        assertFalse(told.isEmpty());
    }

    private static String error(String message) {
        return "{\"error\":{\"message\":\"" + message + "\",\"type\":\"some_error\",\"code\":null}}";
    }

    private final class Told implements Observer {
        @Override
        public void failed(String part, Throwable failure) {
            told.add(failure);
        }
    }

    private static final class Weather implements Tool {

        @Override
        public String name() {
            return "weather";
        }

        @Override
        public String description() {
            return "Tells the weather in a city";
        }

        @Override
        public JsonValue.Fields parameters() {
            return new JsonValue.Fields(Map.of(
                    "type",
                    JsonValue.of("object"),
                    "properties",
                    new JsonValue.Fields(
                            Map.of("city", new JsonValue.Fields(Map.of("type", JsonValue.of("string")))))));
        }

        @Override
        public String call(JsonValue.Fields arguments, Limits limits) throws IOException {
            var city = arguments.fields().get("city");
            if (city instanceof JsonValue.Text name && name.value().equals("nowhere")) {
                throw new IOException("no weather there, says " + KEY);
            }
            return "rain in " + (city instanceof JsonValue.Text name ? name.value() : "general");
        }
    }
}
