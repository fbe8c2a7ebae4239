package dev.chatsessions.live;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.link.DeviceLink;
import dev.chatsessions.permission.PermissionRequest;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionState;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.Transcript;
import dev.chatsessions.worker.Worker;
import dev.chatsessions.worker.WorkerSession;
import java.util.List;
import java.util.Optional;

/** How the subject of a feed stands at one sequence. */
public sealed interface Snapshot {

    /**
     * A session's.
     *
     * @param transcript the newest messages of the feed's thread, else of the thread last written in; at most 50 or 128
     *     KiB; empty when there is no thread
     * @param openReplies the open replies of that thread with their text so far
     */
    record OfSession(Session session, SessionState state, Optional<Transcript> transcript, List<OpenReply> openReplies)
            implements Snapshot {
        public OfSession {
            requireNonNull(session, "session");
            requireNonNull(state, "state");
            requireNonNull(transcript, "transcript");
            openReplies = List.copyOf(openReplies);
        }
    }

    /**
     * A user's.
     *
     * @param sessions the sessions last active, at most 50
     * @param links the links that last, latest first, at most 50
     * @param workers the workers, by id, at most 50
     * @param current the thread of the current conversation; empty when there is none
     */
    record OfUser(List<Session> sessions, List<DeviceLink> links, List<Worker> workers, Optional<ChatThread> current)
            implements Snapshot {
        public OfUser {
            requireNonNull(current, "current");
            sessions = List.copyOf(sessions);
            links = List.copyOf(links);
            workers = List.copyOf(workers);
        }
    }

    /**
     * A worker's.
     *
     * @param sessions the sessions on it that live, newest first, at most 50
     * @param replies the replies that it holds or that wait for it in them
     */
    record OfWorker(List<WorkerSession> sessions, List<Reply> replies) implements Snapshot {
        public OfWorker {
            sessions = List.copyOf(sessions);
            replies = List.copyOf(replies);
        }
    }

    /**
     * A reply that is being written.
     *
     * @param permissions what its answerer waits for its user to allow, oldest first
     */
    record OpenReply(Reply reply, String text, List<PermissionRequest> permissions) {
        public OpenReply {
            requireNonNull(reply, "reply");
            requireNonNull(text, "text");
            permissions = List.copyOf(permissions);
        }
    }
}
