package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.UserId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.spi.SessionAccess;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Many rights, each to a thread of its own, on PostgreSQL. */
final class Rights {

    /** A table {@code v} of them, whose first column is the thread. */
    static final String TABLE = Column.arrays(List.of("uuid", "text", "uuid", "text"));

    /** What makes the right of that row one to {@code sessions s}. */
    static final String CONDITION = """
            s.deleted_at is null and (v.c1 is null or s.owner_key = v.c1) and (v.c2 is null or s.id = v.c2)
            and (v.c3 is null or s.answerer_worker = v.c3)""";

    private Rights() {}

    static Values values(Map<ThreadId, SessionAccess> threads) {
        return Values.columns(threads.entrySet().stream()
                .map(one -> row(one.getKey(), one.getValue()))
                .toList());
    }

    private static Values row(ThreadId thread, SessionAccess access) {
        var owner = Optional.<UserId>empty();
        var session = Optional.<SessionId>empty();
        var worker = Optional.<WorkerId>empty();
        if (access instanceof SessionAccess.Owner of) {
            owner = Optional.of(of.user());
        } else if (access instanceof SessionAccess.Guest guest) {
            session = Optional.of(guest.session());
        } else if (access instanceof SessionAccess.Answering answering) {
            worker = Optional.of(answering.worker());
        }
        return Values.of(thread.value())
                .andText(owner.map(UserId::value))
                .andId(session.map(SessionId::value))
                .andText(worker.map(WorkerId::value));
    }
}
