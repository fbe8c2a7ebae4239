package dev.chatsessions.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.ChatSessionsException;
import dev.chatsessions.JsonValue;
import dev.chatsessions.Text;
import dev.chatsessions.TokenCount;
import dev.chatsessions.UserId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.reply.Fence;
import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.session.SessionDetails;
import dev.chatsessions.session.StateEntry;
import dev.chatsessions.spi.EventBody;
import dev.chatsessions.spi.EventLog.Delta;
import dev.chatsessions.spi.RequestKeyStore.StoredRequest;
import dev.chatsessions.spi.StoredReply;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.spi.TokenStore.StoredToken;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.MessageStatus;
import dev.chatsessions.thread.Part;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Texts come back unit for unit, or are refused; none is changed on its way. Used by one test at a time. */
public abstract class HostileTextContract extends Contract {

    private static final List<String> STORABLE = List.of(
            "👩🏽‍🚀 and 🏳️‍🌈",
            "\u202Eשלום\u202C, مرحبا \u2067عالم\u2069",
            "e\u0301 is not é, Å is not Å",
            "\uFEFF\uFFFE\uFFFF\uD83F\uDFFE",
            "\u0001\b\u001B[31m\u007F\u0085\u2028",
            "'; drop table sessions; -- \" ` \\ \\' \\u0000 \\0",
            ":name ${schema} {0} %s ?? ? <name> @> #{x}",
            "100%_like\\_this",
            "<script>alert(\"&amp;\")</script>",
            "line\nline\r\nline\ttab",
            "  spaces around  ",
            "null");

    private static final List<String> REFUSED =
            List.of("\0", "a\0b", "\uD83D", "\uDE00", "text\uD83D", "\uDE00text", "\uDE00\uD83D", "a\uD83Db");

    private static final int MEGABYTE = 1 << 20;

    /** With the fixture of one test. */
    protected HostileTextContract(StorageFixture fixture) {
        super(fixture);
    }

    @Test
    void names_and_titles_come_back_as_they_were() {
        for (var text : STORABLE) {
            var session = started(sessions.titled(text, ANNA, text));
            var thread = opened(threads.titled(text, session, text));
            var message = said(messages.spokenBy(text, thread, 1));

            assertEquals(session, stored(session));
            assertEquals(Optional.of(session), read(stores -> stores.sessions().findByKey(ANNA, session.kind(), text)));
            assertEquals(thread, stored(thread));
            assertEquals(Optional.of(thread), read(stores -> stores.threads().findByKey(ANY, session.id(), text)));
            assertEquals(message, stored(message));
        }
    }

    @Test
    void names_are_as_long_as_promised_in_whatever_script() {
        var name = "😀".repeat(200);
        var owner = new UserId(name);
        var session = started(sessions.titled(name, owner, name));
        var thread = opened(threads.titled(name, session, name));
        var message = said(messages.spokenBy(name, thread, 1));
        var entry = put(thread, new StateEntry(name, JsonValue.of(1), 1, TestTimes.at(5)));
        var tokens = TokenCount.measured(name, 1, 1);
        var spent = TestUsage.entry(ids.next(), owner, thread, tokens, TestTimes.at(6));
        spent(spent);
        keep(stores -> {
            stores.events().lock(TestEvents.logOf(owner), 1);
            stores.events().append(TestEvents.logOf(owner), TestEvents.notice(name));
        });

        assertEquals(session, stored(session));
        assertEquals(Optional.of(session), read(stores -> stores.sessions().findByKey(owner, session.kind(), name)));
        assertEquals(thread, stored(thread));
        assertEquals(message, stored(message));
        assertEquals(Optional.of(entry), read(stores -> stores.state().find(ANY, session.id(), name)));
        assertEquals(List.of(spent), read(stores -> stores.usage().entries(owner, Optional.empty(), ALL)));
        assertEquals(
                1,
                read(stores -> stores.events().read(ANY, TestEvents.logOf(owner), 0, ALL))
                        .size());
    }

    @Test
    void what_is_said_comes_back_as_it_was() {
        var session = started(sessions.active(ANNA, "a"));
        var thread = opened(threads.in(session));
        var position = 0;
        for (var text : STORABLE) {
            List<Part> parts = List.of(
                    new Part.Text(text),
                    new Part.ToolCall(text, text, text),
                    new Part.ToolResult(text, text, text),
                    new Part.Notice(text));
            var open = said(messages.open(thread, ++position));
            var whole = open.finishedAs(MessageStatus.COMPLETE, parts, open.createdAt());
            keepIn(thread.session(), stores -> stores.messages().change(whole));
            var reply = failed(text, asked(replies.queued(opened(threads.in(session, text)))));

            assertEquals(whole, stored(open));
            assertEquals(reply, stored(reply));
        }
    }

    @Test
    void a_megabyte_of_text_comes_back_whole() {
        var text = megabyte();
        var thread = openedFor(ANNA);
        var reply = asked(replies.queued(thread)).reply();

        var message = said(messages.saying(text, thread, 3));
        logged(thread.session(), TestEvents.delta(reply, 0, text), TestEvents.added(message));

        assertEquals(text, stored(message).text());
        var events = read(stores -> stores.events().read(ANY, TestEvents.logOf(thread.session()), 0, ALL));
        assertEquals(Optional.of(text), events.get(0).body().delta().map(Delta::text));
        assertEquals(Optional.of(message), events.get(1).message());
    }

    @Test
    void state_events_and_deltas_come_back_as_they_were() {
        var thread = openedFor(ANNA);
        var reply = asked(replies.queued(thread)).reply();
        for (var text : STORABLE) {
            var value = new JsonValue.Fields(Map.of(text, new JsonValue.Array(List.of(JsonValue.of(text)))));
            var entry = put(thread, new StateEntry(text, value, 1, TestTimes.at(5)));
            var body = event(text, value);
            logged(thread.session(), body, TestEvents.delta(reply, 0, text));

            var last = read(stores -> {
                var head = stores.events()
                        .head(ANY, TestEvents.logOf(thread.session()))
                        .orElseThrow();
                return stores.events().read(ANY, TestEvents.logOf(thread.session()), head.sequence() - 2, ALL);
            });
            assertEquals(Optional.of(entry), read(stores -> stores.state().find(ANY, thread.session(), text)));
            assertEquals(body, last.get(0).body());
            assertEquals(Optional.of(text), last.get(1).body().delta().map(Delta::text));
        }
    }

    @Test
    void requests_and_tokens_come_back_as_they_were() {
        for (var text : STORABLE) {
            var request = new StoredRequest(text, text, text, text, List.of(text, "", text), TestTimes.at(5));
            var token = token(text, text);
            keep(stores -> {
                assertEquals(Optional.empty(), stores.requestKeys().insert(request));
                stores.tokens().insert(token);
            });

            assertEquals(
                    Optional.of(request), write(stores -> stores.requestKeys().insert(request)));
            assertEquals(Optional.of(token), read(stores -> stores.tokens().findByHash(text)));
        }
    }

    @Test
    @ResourceLock(Resources.LOCALE)
    void everything_comes_back_whatever_the_language_of_the_process() {
        var language = Locale.getDefault();
        try {
            for (var tag : List.of("tr-TR", "ar-EG-u-nu-arab", "th-TH-u-ca-buddhist-nu-thai")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                var world = new TestWorld(this, new UserId("user of " + tag), new WorkerId("w-" + tag));
                var there = read(world::picture);
                Locale.setDefault(Locale.ROOT);

                assertEquals(Optional.of(world.session), there.get("sessions.find"), tag);
                assertEquals(List.of(), TestWorld.differences(there, read(world::picture)), tag);
            }
        } finally {
            Locale.setDefault(language);
        }
    }

    @Test
    void what_cannot_be_kept_everywhere_is_refused_and_nothing_of_it_stays() {
        var world = new TestWorld(this, ANNA, new WorkerId("w-1"));
        var before = read(world::picture);
        assertEquals(Optional.of(world.session), before.get("sessions.find"));

        ways(world).forEach((name, way) -> {
            for (var text : REFUSED) {
                var failure = assertThrows(
                        RuntimeException.class,
                        () -> keepIn(world.session.id(), stores -> {
                            stores.sessions().touch(world.session.id(), TestTimes.at(99));
                            way.accept(stores, text);
                        }),
                        () -> name + " took " + written(text));

                assertTrue(
                        failure instanceof IllegalArgumentException || failure instanceof ChatSessionsException.Invalid,
                        () -> name + " refused " + written(text) + " with " + failure);
            }
            assertEquals(List.of(), TestWorld.differences(before, read(world::picture)), () -> name + " was kept");
        });
    }

    private Map<String, BiConsumer<Stores, String>> ways(TestWorld world) {
        var log = TestEvents.logOf(world.session.id());
        Map<String, BiConsumer<Stores, String>> ways = new LinkedHashMap<>();
        ways.put("a session's key", (in, text) -> in.sessions().insert(sessions.active(ANNA, text), 1));
        ways.put("a session's title", (in, text) -> in.sessions().insert(sessions.titled(text, ANNA, "new"), 1));
        ways.put(
                "a session's new title",
                (in, text) -> in.sessions().change(world.session.renamedTo(Optional.of(text)), 1));
        ways.put("a thread's key", (in, text) -> in.threads().insert(threads.in(world.session, text)));
        ways.put("a thread's title", (in, text) -> in.threads().insert(threads.titled(text, world.session, "new")));
        ways.put(
                "a thread's new title",
                (in, text) -> in.threads().change(world.thread.renamedTo(Optional.of(text)), 1));
        ways.put("a message", (in, text) -> in.messages().append(messages.saying(text, world.thread, 9)));
        ways.put("a message's speaker", (in, text) -> in.messages().append(messages.spokenBy(text, world.thread, 9)));
        ways.put(
                "a message's new text",
                (in, text) -> in.messages().change(TestMessages.rewritten(world.message, text)));
        ways.put(
                "a reply's failure",
                (in, text) -> in.replies()
                        .change(world.running.released(world.running
                                .reply()
                                .finished(FinishReason.FAILED, Optional.of(text), Optional.empty(), TestTimes.at(9)))));
        ways.put(
                "a reply's holder",
                (in, text) -> in.replies().change(world.queued.claimedBy(text, new Fence(2), TestTimes.at(9))));
        ways.put("a delta", (in, text) -> in.events().append(log, TestEvents.delta(world.running.reply(), 0, text)));
        ways.put("an event's kind", (in, text) -> in.events().append(log, event(text, JsonValue.Fields.EMPTY)));
        ways.put("an event's data", (in, text) -> in.events().append(log, TestEvents.notice(text)));
        ways.put(
                "a state's key",
                (in, text) ->
                        in.state().put(world.session.id(), new StateEntry(text, JsonValue.of(1), 1, TestTimes.at(9))));
        ways.put(
                "a state's value",
                (in, text) -> in.state()
                        .put(world.session.id(), new StateEntry("k", JsonValue.of(text), 1, TestTimes.at(9))));
        ways.put(
                "a label",
                (in, text) -> in.details()
                        .change(
                                world.session.id(),
                                world.details,
                                new SessionDetails(
                                        Map.of("trip", text), world.details.counters(), JsonValue.Fields.EMPTY)));
        ways.put(
                "a model's name",
                (in, text) -> in.usage()
                        .record(TestUsage.entry(
                                ids.next(),
                                ANNA,
                                world.thread,
                                TokenCount.measured("m" + text, 1, 1),
                                TestTimes.at(9))));
        ways.put(
                "a request's caller",
                (in, text) ->
                        in.requestKeys().insert(new StoredRequest(text, "o", "k", "h", List.of(), TestTimes.at(9))));
        ways.put(
                "a request's key",
                (in, text) ->
                        in.requestKeys().insert(new StoredRequest("c", "o", text, "h", List.of(), TestTimes.at(9))));
        ways.put(
                "a request's result",
                (in, text) -> in.requestKeys()
                        .insert(new StoredRequest("c", "o", "k", "h", List.of("a", text), TestTimes.at(9))));
        ways.put("a token's hash", (in, text) -> in.tokens().insert(token(text, "anna")));
        ways.put("a token's subject", (in, text) -> in.tokens().insert(token("another hash", text)));
        return ways;
    }

    private StateEntry put(ChatThread thread, StateEntry entry) {
        keepIn(thread.session(), stores -> stores.state().put(thread.session(), entry));
        return entry;
    }

    private StoredReply failed(String why, StoredReply queued) {
        var running = queued.claimedBy(why, new Fence(1), TestTimes.at(9));
        changed(running);
        var failed = running.released(
                running.reply().finished(FinishReason.FAILED, Optional.of(why), Optional.empty(), TestTimes.at(10)));
        changed(failed);
        return failed;
    }

    private StoredToken token(String hash, String subject) {
        return new StoredToken(
                ids.token(), hash, "user", subject, Set.of(), TestTimes.at(1), TestTimes.at(90), Optional.empty());
    }

    private static EventBody event(String kind, JsonValue.Fields data) {
        return new EventBody(kind, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), data);
    }

    /** Exactly a megabyte in UTF-8, with characters of one to four bytes across every boundary. */
    private static String megabyte() {
        var text = new StringBuilder();
        var pattern = "aé€😀\n\"";
        while (Text.utf8Length(pattern) * (text.length() / pattern.length() + 1) <= MEGABYTE) {
            text.append(pattern);
        }
        var rest = MEGABYTE - Text.utf8Length(text.toString());
        return text.append("x".repeat(rest)).toString();
    }

    private static String written(String text) {
        var written = new StringBuilder();
        text.chars().forEach(unit -> written.append(String.format("\\u%04X", unit)));
        return written.toString();
    }
}
