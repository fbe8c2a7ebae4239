package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.chatsessions.PageCursor;
import dev.chatsessions.live.Snapshot;
import dev.chatsessions.session.StateEntry;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.Transcript;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How things stand, after a gap. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record SnapshotJson(
        String type,
        Optional<SessionJson> session,
        @JsonInclude(JsonInclude.Include.NON_NULL) Map<String, JsonNode> state,
        Optional<ThreadJson> thread,
        List<MessageJson> messages,
        Optional<String> before,
        List<OpenReplyJson> openReplies,
        List<SessionJson> sessions,
        List<LinkJson> links,
        List<WorkerJson> workers,
        List<WorkerSessionJson> workerSessions,
        List<ReplyJson> replies,
        Optional<CurrentConversationJson> current) {

    static SnapshotJson from(Snapshot snapshot) {
        if (snapshot instanceof Snapshot.OfUser user) {
            return new SnapshotJson(
                    "snapshot",
                    Optional.empty(),
                    Map.of(),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    List.of(),
                    user.sessions().stream().map(SessionJson::from).toList(),
                    user.links().stream().map(LinkJson::from).toList(),
                    user.workers().stream().map(WorkerJson::from).toList(),
                    List.of(),
                    List.of(),
                    user.current().map(CurrentConversationJson::from));
        }
        if (snapshot instanceof Snapshot.OfWorker worker) {
            return new SnapshotJson(
                    "snapshot",
                    Optional.empty(),
                    Map.of(),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    worker.sessions().stream().map(WorkerSessionJson::from).toList(),
                    worker.replies().stream().map(ReplyJson::from).toList(),
                    Optional.empty());
        }
        return from((Snapshot.OfSession) snapshot);
    }

    private static SnapshotJson from(Snapshot.OfSession snapshot) {
        var state = new LinkedHashMap<String, JsonNode>();
        for (StateEntry entry : snapshot.state().entries()) {
            state.put(entry.key(), Json.node(entry.value()));
        }
        return new SnapshotJson(
                "snapshot",
                Optional.of(SessionJson.from(snapshot.session())),
                state,
                snapshot.transcript().map(ThreadJson::from),
                snapshot.transcript().map(Transcript::messages).orElse(List.of()).stream()
                        .map(MessageJson::from)
                        .toList(),
                snapshot.transcript().flatMap(Transcript::before).map(PageCursor::value),
                snapshot.openReplies().stream().map(OpenReplyJson::from).toList(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty());
    }

    /** Under the names of {@code current_changed}. */
    record CurrentConversationJson(String sessionId, String threadId) {
        static CurrentConversationJson from(ChatThread current) {
            return new CurrentConversationJson(
                    current.session().toString(), current.id().toString());
        }
    }

    record ThreadJson(String id, String key, Optional<String> title, long messageCount) {
        static ThreadJson from(Transcript transcript) {
            var thread = transcript.thread();
            return new ThreadJson(thread.id().toString(), thread.key(), thread.title(), thread.messageCount());
        }
    }

    record OpenReplyJson(
            String replyId,
            String threadId,
            String status,
            int offset,
            String text,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<PermissionJson> permissions) {
        static OpenReplyJson from(Snapshot.OpenReply open) {
            return new OpenReplyJson(
                    open.reply().id().toString(),
                    open.reply().thread().toString(),
                    Words.of(open.reply().status()),
                    open.text().length(),
                    open.text(),
                    open.permissions().stream().map(PermissionJson::from).toList());
        }
    }
}
