package dev.chatsessions.adapter.javalin;

import dev.chatsessions.ChatSessions;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.PageRequest;
import dev.chatsessions.ThreadId;
import dev.chatsessions.UserId;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.SessionThread;
import dev.chatsessions.thread.ThreadPath;
import dev.chatsessions.thread.ThreadStart;
import dev.chatsessions.thread.Transcript;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What {@code thread_id} means on {@code /chat}: a thread of the caller's own chat session, by key or by id; the default
 * one is {@code user-} and the user's id, and nobody else's key may begin so.
 */
final class ChatThreads {

    /** The key of a user's chat session. */
    static final String SESSION_KEY = "chat";

    private static final String RESERVED = "user-";

    private static final Pattern UUID_SHAPE =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private static final String RULE = "must be 1 to 256 characters, not blank, without control characters";

    private final ChatSessions chat;

    ChatThreads(ChatSessions chat) {
        this.chat = chat;
    }

    /** A key that a client sent in the query. */
    static Optional<String> inQuery(Call call) {
        return call.parameters().query("thread_id").map(key -> {
            if (!isName(key)) {
                throw Parameters.invalid("thread_id", RULE);
            }
            return key;
        });
    }

    /** A key that a client sent in the body. */
    static Optional<String> inBody(Body body) {
        return body.optionalText("thread_id").map(key -> {
            if (!isName(key)) {
                throw new Invalid("thread_id", RULE);
            }
            return key;
        });
    }

    private static boolean isName(String key) {
        return !key.isBlank()
                && key.codePointCount(0, key.length()) <= 256
                && key.codePoints().noneMatch(Character::isISOControl);
    }

    /** The key that a caller without a {@code thread_id} means. */
    static String defaultKey(Call call) {
        return defaultKey(call.user());
    }

    /** The key of the thread that a user has without naming one. */
    static String defaultKey(UserId user) {
        return RESERVED + user;
    }

    /** The thread; empty when there is none of that key yet. Creates nothing. */
    Optional<ChatThread> find(Call call, Optional<String> threadId) {
        var found = found(call, threadId);
        found.ifPresent(thread -> call.log().about(thread.session(), thread.id()));
        return found;
    }

    private Optional<ChatThread> found(Call call, Optional<String> threadId) {
        var key = key(call, threadId);
        if (UUID_SHAPE.matcher(key).matches()) {
            return Optional.of(byId(call, key));
        }
        return chat.threads().findByPath(call.caller(), path(key)).map(SessionThread::thread);
    }

    /** A part of the thread's history; empty when there is no such thread yet. Creates nothing. */
    Optional<Transcript> transcript(Call call, Optional<String> threadId, PageRequest page) {
        var key = key(call, threadId);
        if (UUID_SHAPE.matcher(key).matches()) {
            return Optional.of(
                    chat.threads().transcript(call.caller(), byId(call, key).id(), page));
        }
        return chat.threads().transcript(call.caller(), path(key), page);
    }

    /** Where a user has the thread of that key. */
    static ThreadPath path(String key) {
        return new ThreadPath(SessionKind.CHAT, SESSION_KEY, key);
    }

    /** The thread, opened with its session if need be. */
    ChatThread open(Call call, Optional<String> threadId) {
        var thread = foundOrOpened(call, threadId);
        call.log().about(thread.session(), thread.id());
        return thread;
    }

    private ChatThread foundOrOpened(Call call, Optional<String> threadId) {
        var key = key(call, threadId);
        if (UUID_SHAPE.matcher(key).matches()) {
            return byId(call, key);
        }
        return chat.threads()
                .findByPath(call.caller(), path(key))
                .filter(found -> found.session().status() != SessionStatus.COMPLETED)
                .map(SessionThread::thread)
                .orElseGet(() -> opened(call, key));
    }

    private ChatThread opened(Call call, String key) {
        var session = chat.sessions()
                .open(call.caller(), SessionStart.of(SessionKind.CHAT).withKey(SESSION_KEY));
        if (session.status() == SessionStatus.COMPLETED) {
            chat.sessions().resume(call.caller(), session.id(), ExpectedVersion.any());
        }
        return chat.threads().open(call.caller(), session.id(), ThreadStart.of(key));
    }

    private static String key(Call call, Optional<String> threadId) {
        var own = defaultKey(call);
        var key = threadId.orElse(own);
        if (key.startsWith(RESERVED) && !key.equals(own)) {
            throw new NotFound("no thread of this key is the caller's");
        }
        return key;
    }

    private ChatThread byId(Call call, String id) {
        var thread = chat.threads().find(call.caller(), ThreadId.parse(id));
        if (chat.sessions().find(call.caller(), thread.session()).kind() != SessionKind.CHAT) {
            throw new NotFound("not a thread of the caller's chat session");
        }
        return thread;
    }
}
