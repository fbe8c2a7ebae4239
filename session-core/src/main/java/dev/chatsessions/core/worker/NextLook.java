package dev.chatsessions.core.worker;

import dev.chatsessions.core.work.Writing;
import dev.chatsessions.reply.ReplyStatus;
import dev.chatsessions.session.Session;
import dev.chatsessions.spi.StoredReply;
import dev.chatsessions.worker.Assignment;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** When a session on a worker is to be looked at, as something in it then lasted for as long as it may. */
final class NextLook {

    /** More than wait in a thread; the oldest come first. */
    private static final int LOOKED_AT = 100;

    private NextLook() {}

    /** Empty where nothing is limited. The session is locked. */
    static Optional<Instant> at(Writing writing, Session session, Assignment assignment) {
        return Stream.of(end(writing, session, assignment), failure(writing, session, assignment))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }

    /** A session that was put aside waits, and is looked at again. */
    private static Optional<Instant> end(Writing writing, Session session, Assignment assignment) {
        var from = WorkerRules.mayEnd(session.status()) ? session.lastActivityAt() : writing.now();
        return assignment.endsAfter().filter(limit -> session.status().isLive()).map(from::plus);
    }

    private static Optional<Instant> failure(Writing writing, Session session, Assignment assignment) {
        return assignment.failsAfter().flatMap(limit -> {
            var worker = writing.stores().workers().find(assignment.worker());
            return queued(writing, session).stream()
                    .map(stored -> WorkerRules.failsAt(stored.reply(), worker, limit, writing.now()))
                    .min(Comparator.naturalOrder());
        });
    }

    /** The questions of the session that nobody answers yet, first asked first. */
    static List<StoredReply> queued(Writing writing, Session session) {
        return writing.stores().replies().openIn(session.id(), LOOKED_AT).stream()
                .filter(stored -> stored.reply().status() == ReplyStatus.QUEUED)
                .sorted(Comparator.comparingLong(StoredReply::askedSequence))
                .toList();
    }
}
