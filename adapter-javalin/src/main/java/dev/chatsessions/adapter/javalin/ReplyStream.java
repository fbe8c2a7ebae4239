package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessions;
import dev.chatsessions.ChatSessionsException;
import dev.chatsessions.Cursor;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.live.Gap;
import dev.chatsessions.live.GapReason;
import dev.chatsessions.live.Snapshot;
import dev.chatsessions.live.StreamEnd;
import dev.chatsessions.permission.PermissionEvent.PermissionRequested;
import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.reply.ReplyEvent;
import dev.chatsessions.session.SessionEvent;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.ThreadEvent;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reply as {@code /chat/stream} tells it: {@code status} and {@code token} frames, then exactly one {@code done} or
 * {@code error}. It counts how much of the reply's text was sent; whatever it hears of (a delta, a snapshot, the finished
 * message), it sends what lies beyond.
 */
final class ReplyStream implements LiveSink {

    private static final Logger FAILURES = LoggerFactory.getLogger("dev.chatsessions.http");

    private final LiveConnection connection;

    private final ChatSessions chat;

    private final Caller caller;

    private final Executor executor;

    private final Reply reply;

    private final String threadKey;

    private Cursor cursor;

    private int sent;

    private boolean over;

    ReplyStream(
            LiveConnection connection,
            Executor executor,
            ChatSessions chat,
            Caller caller,
            Reply reply,
            String threadKey,
            Cursor cursor,
            int sent) {
        this.connection = connection;
        this.executor = executor;
        this.chat = chat;
        this.caller = caller;
        this.reply = reply;
        this.threadKey = threadKey;
        this.cursor = cursor;
        this.sent = sent;
    }

    @Override
    public synchronized void hello(Cursor head) {
        connection.tellPlace(id(OptionalInt.of(sent)));
    }

    /** Says that the client's own place could not be used; the reply is told from its first word on. */
    synchronized void missed(GapReason reason) {
        frame(frameOf("gap").put("reason", Words.of(reason)));
    }

    @Override
    public synchronized void events(List<LiveEvent> events, Cursor through) {
        for (var event : events) {
            if (over) {
                return;
            }
            cursor = through.at(event.sequence());
            if (event instanceof ReplyEvent own && own.reply().equals(reply.id())) {
                hear(own);
            } else if (event instanceof PermissionRequested asked
                    && asked.reply().equals(reply.id())) {
                frame(frameOf("status").put("content", asked.question().title()));
            } else if (isLoss(event)) {
                lost();
            }
        }
    }

    private boolean isLoss(LiveEvent event) {
        return event instanceof SessionEvent.SessionDeleted
                || ((event instanceof ThreadEvent.ThreadCleared || event instanceof ThreadEvent.ThreadDeleted)
                        && ((ThreadEvent) event).thread().equals(reply.thread()));
    }

    private void hear(ReplyEvent event) {
        if (event instanceof ReplyEvent.ReplyReported reported) {
            frame(frameOf("status").put("content", reported.status()));
        } else if (event instanceof ReplyEvent.ReplyDelta delta
                && delta.offset().value() <= sent) {
            tokenBeyond(delta.offset().value(), delta.text());
        } else if (event instanceof ReplyEvent.ReplyFinished finished) {
            finish(finished.reason(), finished.failure(), finished.message());
        }
    }

    /** Sends what of {@code text}, which begins at {@code offset}, was not sent yet. */
    private void tokenBeyond(int offset, String text) {
        if (offset + text.length() > sent) {
            var fresh = text.substring(sent - offset);
            sent += fresh.length();
            frame(frameOf("token").put("content", fresh));
        }
    }

    private void finish(FinishReason reason, Optional<String> failure, Optional<Message> message) {
        if (message.isEmpty() || message.get().text().length() < sent) {
            lost();
            return;
        }
        tokenBeyond(0, message.get().text());
        if (AnswerRules.isAnswer(reason, message.get().text())) {
            last(frameOf("done").put("thread_id", threadKey).put("finish_reason", Words.of(reason)));
        } else {
            fail("assistant-failed", failure.orElse("The assistant did not answer."));
        }
    }

    /** What was being told is no longer there. */
    private void lost() {
        frame(frameOf("gap").put("reason", Words.of(GapReason.CLEARED)));
        fail("gone", "The answer was cleared.");
    }

    @Override
    public synchronized void gap(Gap gap) {
        if (over) {
            return;
        }
        cursor = gap.head();
        if (gap.reason() == GapReason.CLEARED) {
            lost();
            return;
        }
        var open = ((Snapshot.OfSession) gap.snapshot())
                .openReplies().stream()
                        .filter(candidate -> candidate.reply().id().equals(reply.id()))
                        .findFirst();
        if (open.isEmpty()) {
            executor.execute(this::tellFromStore);
        } else if (open.get().text().length() < sent) {
            lost();
        } else {
            tokenBeyond(0, open.get().text());
        }
    }

    /** Tells a finished reply as it is kept. */
    void tellFromStore() {
        try {
            var now = chat.replies().find(caller, reply.id());
            var message = answer();
            synchronized (this) {
                if (over) {
                    return;
                }
                if (now.finishReason().isPresent()) {
                    finish(now.finishReason().get(), now.failure(), message);
                } else {
                    connection.end(Ending.MOVING);
                }
            }
        } catch (ChatSessionsException.Unavailable away) {
            FAILURES.warn("a stream was cut short", away);
            connection.end(Ending.FAILED);
        } catch (ChatSessionsException gone) {
            synchronized (this) {
                lost();
            }
        }
    }

    private Optional<Message> answer() {
        try {
            return Optional.of(chat.threads().message(caller, reply.thread(), reply.answer()));
        } catch (ChatSessionsException.NotFound | ChatSessionsException.Gone cleared) {
            return Optional.empty();
        }
    }

    @Override
    public synchronized void ended(StreamEnd end) {
        switch (end) {
            case SESSION_ENDED -> executor.execute(this::tellFromStore);
            case DELETED -> lost();
            case REVOKED -> refused("forbidden", "You may no longer read this.");
            case CLOSING -> connection.end(Ending.MOVING);
        }
    }

    @Override
    public synchronized void refused(String code, String content) {
        if (!over) {
            over = true;
            connection.tellLast(id(OptionalInt.of(sent)), error(code, content), Ending.UNWELCOME);
        }
    }

    private void fail(String code, String content) {
        last(error(code, content));
    }

    private ObjectNode error(String code, String content) {
        return frameOf("error").put("content", content).put("code", code).put("thread_id", threadKey);
    }

    private void frame(ObjectNode node) {
        connection.tell(id(OptionalInt.of(sent)), node);
    }

    private void last(ObjectNode node) {
        over = true;
        connection.tellLast(id(OptionalInt.empty()), node, Ending.OVER);
    }

    private String id(OptionalInt offset) {
        return new ReplyPlace(cursor, reply.id(), offset).toString();
    }

    private static ObjectNode frameOf(String type) {
        return Json.object().put("type", type);
    }
}
