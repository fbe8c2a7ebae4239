package dev.chatsessions.examples.sharedsession;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessions;
import dev.chatsessions.Cursor;
import dev.chatsessions.JsonValue;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.Gap;
import dev.chatsessions.live.Listener;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.live.StreamEnd;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.SessionEvent.Notice;
import dev.chatsessions.session.StateChange;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The host's tool: a call of it in a session puts the quote into the session's state, and tells everybody there. */
final class Quotes implements AutoCloseable {

    private static final JsonValue QUOTE = new JsonValue.Fields(Map.of(
            "carrier", JsonValue.of("FedEx"),
            "service", JsonValue.of("Ground"),
            "cost", new JsonValue.Number(new BigDecimal("12.99"))));

    private final ChatSessions chat;

    /** Listeners must not block, and what the tool does takes its time. */
    private final ExecutorService work = Executors.newSingleThreadExecutor();

    Quotes(ChatSessions chat) {
        this.chat = chat;
    }

    /** Answers calls in a session of this caller's from now on. */
    void serve(Caller caller, SessionId session) {
        chat.live().subscribe(caller, new Feed.OfSession(session), new StartAt.Head(), new Calls(caller, session));
    }

    private void quote(Caller caller, SessionId session, Notice call) {
        var option = new StateChange.Put("selected_shipping_option", QUOTE);
        chat.sessions().changeState(caller, session, option, ExpectedVersion.any(), RequestKey.none());
        var update = Map.of("text", JsonValue.of("quote_ready"), "data", QUOTE, "requestId", id(call));
        chat.sessions().announce(caller, session, "contextual_update", new JsonValue.Fields(update), RequestKey.none());
    }

    private static JsonValue id(Notice call) {
        var fields = ((JsonValue.Fields) call.body()).fields();
        return ((JsonValue.Fields) fields.get("client_tool_call")).fields().get("tool_call_id");
    }

    @Override
    public void close() {
        work.shutdown();
    }

    private final class Calls implements Listener {

        private final Caller caller;

        private final SessionId session;

        Calls(Caller caller, SessionId session) {
            this.caller = caller;
            this.session = session;
        }

        @Override
        public void hello(Cursor head) {}

        @Override
        public void events(List<LiveEvent> events, Cursor through) {
            for (var event : events) {
                if (event instanceof Notice notice && notice.type().equals("client_tool_call")) {
                    work.execute(() -> quote(caller, session, notice));
                }
            }
        }

        @Override
        public void gap(Gap gap) {}

        @Override
        public void ended(StreamEnd end) {}
    }
}
