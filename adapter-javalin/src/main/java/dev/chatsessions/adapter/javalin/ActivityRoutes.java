package dev.chatsessions.adapter.javalin;

import dev.chatsessions.ChatSessions;
import dev.chatsessions.PageCursor;
import dev.chatsessions.UserId;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.Transcript;
import dev.chatsessions.thread.UserActivity;
import dev.chatsessions.thread.UserMessages;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who chats, how much and what: {@code /admin/users} and {@code /admin/conversations}. */
final class ActivityRoutes {

    private static final int USUAL_PAGE = 50;

    private static final int USUAL_HOURS = 24;

    private static final int USUAL_DAYS = 30;

    private static final int MOST_DAYS = 366;

    private static final int USUAL_WRITERS = 10;

    private static final int MOST_WRITERS = 1_000;

    private final ChatSessions chat;

    ActivityRoutes(ChatSessions chat) {
        this.chat = chat;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/admin/users/activity", Access.ADMINS, this::activity),
                Route.get("/admin/users/messages", Access.ADMINS, this::messages),
                Route.get("/admin/conversations/recent", Access.ADMINS, this::recent));
    }

    private void activity(Call call) {
        var hours = call.parameters().wholeNumber("hours", 1, MOST_DAYS * 24).orElse(USUAL_HOURS);
        var page = call.parameters()
                .page(
                        "cursor",
                        USUAL_PAGE,
                        wanted -> chat.threads().activity(call.caller(), SessionKind.CHAT, hours, wanted));
        call.json(
                200,
                new Activity(
                        hours,
                        page.items().stream().map(Active::from).toList(),
                        page.next().map(PageCursor::value)));
    }

    private void messages(Call call) {
        var days = call.parameters().wholeNumber("days", 1, MOST_DAYS).orElse(USUAL_DAYS);
        var limit = call.parameters().limit(USUAL_WRITERS, MOST_WRITERS);
        var writers = chat.threads().writers(call.caller(), SessionKind.CHAT, days * 24, limit);
        call.json(200, new Writers(days, writers.stream().map(Writer::from).toList()));
    }

    private void recent(Call call) {
        var user = call.parameters()
                .name("user_id", 200)
                .map(UserId::new)
                .orElseThrow(() -> Parameters.invalid("user_id", "is required"));
        var key = ChatThreads.inQuery(call).orElseGet(() -> ChatThreads.defaultKey(user));
        var transcript = call.parameters()
                .page(
                        "cursor",
                        USUAL_PAGE,
                        wanted -> chat.threads().transcriptOf(call.caller(), user, ChatThreads.path(key), wanted));
        call.json(
                200,
                transcript
                        .map(found -> Recent.from(user, found))
                        .orElseGet(() -> new Recent(user.value(), key, 0, List.of(), Optional.empty())));
    }

    record Activity(int hours, List<Active> users, Optional<String> nextCursor) {}

    record Active(String userId, Instant lastActive, List<ActiveThread> threads) {
        static Active from(UserActivity of) {
            return new Active(
                    of.user().value(),
                    of.lastActivityAt(),
                    of.threads().stream().map(ActiveThread::from).toList());
        }
    }

    record ActiveThread(String threadId, Optional<Instant> lastActive, long messageCount) {
        static ActiveThread from(ChatThread thread) {
            return new ActiveThread(thread.key(), thread.lastMessageAt(), thread.messageCount());
        }
    }

    record Writers(int days, List<Writer> users) {}

    record Writer(String userId, long messageCount) {
        static Writer from(UserMessages of) {
            return new Writer(of.user().value(), of.messages());
        }
    }

    /** @param messages newest first */
    record Recent(
            String userId,
            String threadId,
            long messageCount,
            List<HistoryJson.Entry> messages,
            Optional<String> nextCursor) {
        static Recent from(UserId user, Transcript transcript) {
            return new Recent(
                    user.value(),
                    transcript.thread().key(),
                    transcript.thread().messageCount(),
                    HistoryJson.newestFirst(transcript),
                    transcript.before().map(PageCursor::value));
        }
    }
}
