package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Gone;
import dev.chatsessions.ChatSessionsException.KeyReused;
import dev.chatsessions.DeviceId;
import dev.chatsessions.JsonValue;
import dev.chatsessions.PageRequest;
import dev.chatsessions.Provider;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.TokenCount;
import dev.chatsessions.identity.TokenRequest;
import dev.chatsessions.live.Feed;
import dev.chatsessions.reply.Question;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.SessionChange;
import dev.chatsessions.session.SessionFilter;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.session.StateChange;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.ThreadStart;
import dev.chatsessions.webhook.Conclusion;
import dev.chatsessions.webhook.Delivery;
import dev.chatsessions.webhook.Receipt;
import dev.chatsessions.webhook.Segment;
import dev.chatsessions.worker.WorkerSessionStart;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Creating calls that are repeated under the key of the first. */
abstract class RequestKeyUseCases extends UseCases {

    private static final RequestKey KEY = RequestKey.of("once-and-only-once");

    private static final Caller.Device DEVICE = new Caller.Device(new DeviceId(new Provider("omi"), "necklace"));

    private SessionId session;

    private ThreadId thread;

    @BeforeEach
    void start_a_chat_with_a_robot() {
        session = session(ANN, SessionKind.WORKER).id();
        thread = threadIn(ANN, session).id();
        var code =
                chat.links().start(ANN, DEVICE.id(), Optional.empty()).shown().orElseThrow();
        chat.links().confirm(ANN, DEVICE.id(), code.digits(), Optional.empty());
    }

    @Test
    void fields_in_another_order_are_the_same_call() {
        var oneOrder = new LinkedHashMap<String, JsonValue>();
        oneOrder.put("first", JsonValue.of(1));
        oneOrder.put("second", JsonValue.of(2));
        var otherOrder = new LinkedHashMap<String, JsonValue>();
        otherOrder.put("second", JsonValue.of(2));
        otherOrder.put("first", JsonValue.of(1));
        var before = log(ANN, new Feed.OfSession(session)).size();

        chat.sessions().announce(ANN, session, "beat", new JsonValue.Fields(oneOrder), KEY);
        chat.sessions().announce(ANN, session, "beat", new JsonValue.Fields(otherOrder), KEY);

        assertEquals(before + 1, log(ANN, new Feed.OfSession(session)).size());
    }

    /** A creating call with one of several contents. */
    private interface Creating {
        Object with(RequestKey key, String content);
    }

    /** All creating calls but those which issue tokens, whose secrets are shown once. */
    private Map<String, Creating> creating() {
        var calls = new LinkedHashMap<String, Creating>();
        calls.put(
                "Sessions.start(SessionStart, RequestKey)",
                (key, content) -> chat.sessions()
                        .start(ANN, SessionStart.of(SessionKind.CHAT).withTitle(content), key));
        calls.put(
                "Workers.start(WorkerId, WorkerSessionStart, RequestKey)",
                (key, content) -> chat.workers().start(ANN, ROBOT.id(), WorkerSessionStart.of(content), key));
        calls.put(
                "Sessions.changeState(SessionId, StateChange, ExpectedVersion, RequestKey)",
                (key, content) -> chat.sessions()
                        .changeState(
                                ANN,
                                session,
                                new StateChange.Increment(content, BigDecimal.ONE),
                                ExpectedVersion.any(),
                                key));
        calls.put(
                "Sessions.openWith(SessionStart, List, RequestKey)",
                (key, content) -> chat.sessions()
                        .openWith(
                                ANN,
                                SessionStart.of(SessionKind.WORKFLOW).withKey(content),
                                List.of(new SessionChange.Increment("asked", 1)),
                                key));
        calls.put(
                "Sessions.change(SessionId, List, ExpectedVersion, RequestKey)",
                (key, content) -> chat.sessions()
                        .change(
                                ANN,
                                session,
                                List.of(
                                        new SessionChange.Title(Optional.of(content)),
                                        new SessionChange.Increment("asked", 1)),
                                ExpectedVersion.any(),
                                key));
        calls.put("Sessions.announce(SessionId, String, JsonValue, RequestKey)", (key, content) -> {
            chat.sessions().announce(ANN, session, "wave", JsonValue.of(content), key);
            return "announced";
        });
        calls.put(
                "Requests.create(Fields, RequestKey)",
                (key, content) ->
                        chat.requests().create(ANN, new JsonValue.Fields(Map.of("want", JsonValue.of(content))), key));
        calls.put(
                "Threads.start(SessionId, ThreadStart, RequestKey)",
                (key, content) -> chat.threads().start(ANN, session, ThreadStart.of(content), key));
        calls.put(
                "Threads.append(ThreadId, List, RequestKey)",
                (key, content) -> chat.threads().append(ANN, thread, List.of(NewMessage.user(content)), key));
        calls.put(
                "Threads.append(ThreadId, List, TokenCount, RequestKey)",
                (key, content) -> chat.threads()
                        .append(
                                ANN,
                                thread,
                                List.of(NewMessage.user(content)),
                                TokenCount.measured("host", 2, 3),
                                key));
        calls.put(
                "Replies.ask(ThreadId, Question, RequestKey)",
                (key, content) -> chat.replies().ask(ANN, thread, Question.of(content), key));
        calls.put(
                "Replies.answer(ThreadId, Question, RequestKey, Duration)",
                (key, content) -> chat.replies()
                        .answer(ANN, thread, Question.of(content), key, Duration.ZERO)
                        .reply()
                        .id());
        calls.put(
                "Webhooks.deliver(Delivery, RequestKey)",
                (key, content) -> usable(chat.webhooks().deliver(DEVICE, delivery(content), key)));
        calls.put(
                "Webhooks.conclude(Conclusion, RequestKey)",
                (key, content) -> usable(chat.webhooks()
                        .conclude(
                                DEVICE,
                                new Conclusion(content, Optional.empty(), Optional.empty(), delivery(content)),
                                key)));
        return calls;
    }

    private static Delivery delivery(String text) {
        var heard = new Segment(Optional.empty(), text, Optional.empty(), true, Duration.ZERO, Duration.ofSeconds(1));
        return new Delivery(DEVICE.id().provider(), Optional.of(DEVICE.id()), "walk", List.of(heard), 0);
    }

    /** What is new the first time, and known the second. */
    private static int usable(Receipt receipt) {
        return receipt.accepted() + receipt.repeated();
    }

    @Test
    void every_creating_method_of_every_facade_is_looked_at() {
        var looked = new TreeSet<>(creating().keySet());
        looked.add("Administration.issue(TokenRequest, RequestKey)");
        looked.add("JoinTokens.issue(SessionId, Admission, Optional, RequestKey)");
        looked.add("Workers.rotate(RequestKey)");
        // Asked in a conversation or not, a question is a question.
        looked.add("Webhooks.ask(ThreadId, Question, RequestKey)");
        looked.add("WebhookSecrets.issue(Provider, SecretKind, RequestKey)");

        assertEquals(
                FacadeCalls.declared().stream()
                        .filter(name -> name.contains("RequestKey"))
                        .collect(Collectors.toCollection(TreeSet::new)),
                looked);
    }

    @Test
    void a_repeated_call_gives_the_first_result_and_creates_nothing() {
        creating().forEach((name, call) -> {
            var key = RequestKey.of(freshName());
            var first = call.with(key, "content");
            var before = everything();

            assertEquals(first, call.with(key, "content"), name);

            assertEquals(before, everything(), name);
        });
    }

    @Test
    void a_key_is_good_for_one_content_only() {
        creating().forEach((name, call) -> {
            var key = RequestKey.of(freshName());
            call.with(key, "content");
            var before = everything();

            refused(KeyReused.class, "idempotency-key-reused", () -> call.with(key, "another content"));

            assertEquals(before, everything(), name);
        });
    }

    @Test
    void without_a_key_a_repeated_call_creates_once_more() {
        var first = chat.threads().append(ANN, thread, List.of(NewMessage.user("Hello")), RequestKey.none());

        var second = chat.threads().append(ANN, thread, List.of(NewMessage.user("Hello")), RequestKey.none());

        assertNotEquals(first.messages(), second.messages());
    }

    @Test
    void the_same_key_is_another_one_to_another_caller_or_for_another_call() {
        var calls = creating();
        // With tokens or without, an append is an append.
        calls.remove("Threads.append(ThreadId, List, TokenCount, RequestKey)");
        // Waited for or not, a question is a question.
        calls.remove("Replies.answer(ThreadId, Question, RequestKey, Duration)");
        calls.forEach((name, call) -> call.with(KEY, "the content of " + name));

        var anns = chat.sessions().start(ANN, SessionStart.of(SessionKind.CHAT), RequestKey.of("shared"));
        var bobs = chat.sessions().start(BOB, SessionStart.of(SessionKind.CHAT), RequestKey.of("shared"));

        assertNotEquals(anns.id(), bobs.id());
    }

    @Test
    void a_call_that_failed_leaves_its_key_free() {
        chat.sessions().pause(ANN, session, ExpectedVersion.any());
        conflict("session-paused", () -> chat.replies().ask(ANN, thread, Question.of("Hello?"), KEY));
        chat.sessions().resume(ANN, session, ExpectedVersion.any());

        var asked = chat.replies().ask(ANN, thread, Question.of("Hello?"), KEY);

        assertEquals(
                asked.id(),
                chat.replies().ask(ANN, thread, Question.of("Hello?"), KEY).id());
        assertEquals(1, chat.replies().open(ANN, thread).size());
    }

    @Test
    void a_repeated_question_gives_the_reply_as_it_is_now() {
        var asked = chat.replies().ask(ANN, thread, Question.of("Hello?"), KEY);
        chat.replies().stop(ANN, asked.id());

        var again = chat.replies().ask(ANN, thread, Question.of("Hello?"), KEY);

        assertEquals(chat.replies().find(ANN, asked.id()), again);
    }

    @Test
    void a_repeated_call_whose_result_is_gone_says_so() {
        var chatting = chat.sessions().start(ANN, SessionStart.of(SessionKind.CHAT), KEY);
        chat.sessions().delete(ANN, chatting.id());
        chat.threads().append(ANN, thread, List.of(NewMessage.user("Hello")), KEY);
        chat.threads().clear(ANN, thread);

        refused(Gone.class, "result-gone", () -> chat.sessions().start(ANN, SessionStart.of(SessionKind.CHAT), KEY));
        refused(
                Gone.class,
                "result-gone",
                () -> chat.threads().append(ANN, thread, List.of(NewMessage.user("Hello")), KEY));
    }

    @Test
    void a_repeated_call_into_a_session_that_is_gone_says_so() {
        var change = new StateChange.Put("mood", JsonValue.of("calm"));
        chat.sessions().announce(ANN, session, "beat", JsonValue.of(1), KEY);
        chat.sessions().changeState(ANN, session, change, ExpectedVersion.any(), KEY);
        chat.sessions().delete(ANN, session);

        refused(Gone.class, "result-gone", () -> chat.sessions().announce(ANN, session, "beat", JsonValue.of(1), KEY));
        refused(
                Gone.class,
                "result-gone",
                () -> chat.sessions().changeState(ANN, session, change, ExpectedVersion.any(), KEY));
    }

    @Test
    void a_token_is_shown_once() {
        var request = new TokenRequest(ANN, Duration.ofDays(1));
        chat.administration().issue(ADMIN, request, KEY);

        conflict("already-issued", () -> chat.administration().issue(ADMIN, request, KEY));
        refused(
                KeyReused.class,
                "idempotency-key-reused",
                () -> chat.administration().issue(ADMIN, new TokenRequest(BOB, Duration.ofDays(1)), KEY));
    }

    @Test
    void a_key_is_remembered_for_a_day() {
        var first = chat.threads().append(ANN, thread, List.of(NewMessage.user("Hello")), KEY);
        backend.advance(Duration.ofHours(23));
        chat.housekeeping().runOnce();
        var second = chat.threads().append(ANN, thread, List.of(NewMessage.user("Hello")), KEY);

        backend.advance(Duration.ofHours(1).plusSeconds(1));
        chat.housekeeping().runOnce();
        var third = chat.threads().append(ANN, thread, List.of(NewMessage.user("Hello")), KEY);

        assertEquals(first.messages(), second.messages());
        assertNotEquals(first.messages(), third.messages());
    }

    @Test
    void a_key_is_good_on_every_node() {
        var other = node(new ScriptedAssistant());
        var first = chat.threads().append(ANN, thread, List.of(NewMessage.user("Hello")), KEY);

        var second = other.threads().append(ANN, thread, List.of(NewMessage.user("Hello")), KEY);

        assertEquals(first, second);
    }

    /** All that Ann can see, to notice whatever is new. */
    private String everything() {
        return chat.sessions().list(ANN, SessionFilter.all(), PageRequest.first(100))
                + "\n" + chat.usage().total(ANN, ANN.id())
                + "\n" + log(ANN, new Feed.OfSession(session))
                + "\n" + log(ANN, new Feed.OfUser(ANN.id()));
    }
}
