package dev.chatsessions.core.webhook;

import dev.chatsessions.LogScope;
import dev.chatsessions.ThreadId;
import dev.chatsessions.UserId;
import dev.chatsessions.core.session.Activity;
import dev.chatsessions.core.thread.ThreadEvents;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.spi.ConversationStore.Hearing;
import dev.chatsessions.spi.IdSource;
import dev.chatsessions.spi.SegmentStore.StoredSegment;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.StoredConversation;
import dev.chatsessions.webhook.Conclusion;
import dev.chatsessions.webhook.Receipt;
import dev.chatsessions.webhook.Segment;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes a conversation what its provider has written down for good, in one transaction. Thread-safe. */
final class Concluding {

    private static final SessionAccess ANY = new SessionAccess.Any();

    private final IdSource ids;

    private final DeviceSessions sessions;

    private final Conversations conversations;

    private final Receiving receiving;

    private final OwnersLog owners;

    Concluding(
            IdSource ids, DeviceSessions sessions, Conversations conversations, Receiving receiving, OwnersLog owners) {
        this.ids = ids;
        this.sessions = sessions;
        this.conversations = conversations;
        this.receiving = receiving;
        this.owners = owners;
    }

    Receipt conclude(Writing writing, Conclusion conclusion) {
        var delivery = conclusion.delivery();
        var written = SegmentRules.distinct(delivery.segments());
        var hearing = sessions.locked(writing, delivery, List.copyOf(written.keySet()));
        var session = hearing.session();
        var in = conversation(writing, hearing, conclusion);
        var added = in.map(found -> {
                    var changed = new Reconciling(writing, found, ids).reconcile(written, hearing.known());
                    end(writing, found, conclusion);
                    return changed;
                })
                .orElse(0);
        Activity.in(writing, session);
        var receipt = new Receipt(
                added,
                delivery.segments().size() - added,
                delivery.skipped(),
                session.owner().isPresent(),
                Optional.empty());
        receiving.remember(writing, session, delivery, receipt, List.of());
        if (session.owner().isEmpty()) {
            writing.stores().orphans().heard(session.id(), writing.now());
            sessions.claimIfLinked(writing, session, delivery);
        }
        return receipt;
    }

    /** The one of its id, else the one of most of its segments, else the one that goes on, else a new one; empty when deleted. */
    private Optional<Transcription> conversation(Writing writing, Hearing hearing, Conclusion conclusion) {
        var stores = writing.stores();
        var session = hearing.session();
        var known = hearing.known();
        var named = stores.conversations().findByOrigin(session.id(), conclusion.id());
        if (named.isPresent()) {
            return stores.threads()
                    .find(ANY, named.get().thread())
                    .map(thread -> Conversations.of(writing, session, named.get(), thread));
        }
        return ofMost(known)
                .flatMap(thread -> stores.conversations().find(ANY, thread))
                .filter(found -> found.origin().isEmpty())
                .flatMap(found -> stores.threads()
                        .find(ANY, found.thread())
                        .map(thread -> Conversations.of(writing, session, found, thread)))
                .or(() -> conversations
                        .going(writing, hearing)
                        .filter(found -> known.isEmpty() && meets(found, conclusion)))
                .or(() -> Optional.of(conversations.begin(writing, session, startOf(writing, conclusion))));
    }

    /** Whether they are of the same time, where none of the segments tells. */
    private static boolean meets(Transcription open, Conclusion conclusion) {
        return conclusion
                .startedAt()
                .filter(start -> !start.isAfter(open.conversation().heardAt()))
                .flatMap(start -> endOf(conclusion))
                .filter(end -> !end.isBefore(open.conversation().startedAt()))
                .isPresent();
    }

    /** When the last of it was said, where it tells when it began. */
    private static Optional<Instant> endOf(Conclusion conclusion) {
        var last = conclusion.delivery().segments().stream()
                .map(Segment::end)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        return conclusion.startedAt().map(start -> start.plus(last));
    }

    private static Optional<ThreadId> ofMost(List<StoredSegment> known) {
        return known.stream()
                .filter(segment -> segment.message().isPresent())
                .collect(Collectors.groupingBy(StoredSegment::thread, Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.<ThreadId, Long>comparingByValue()
                        .thenComparing(entry -> entry.getKey().toString()))
                .map(Map.Entry::getKey);
    }

    private static Instant startOf(Writing writing, Conclusion conclusion) {
        return conclusion
                .startedAt()
                .filter(start -> start.isBefore(writing.now()))
                .orElse(writing.now());
    }

    private void end(Writing writing, Transcription in, Conclusion conclusion) {
        in.become(in.conversation().concludedAs(conclusion.id(), writing.now()));
        // Later than what was heard of it, where the conclusion overtook that. Of what is yet to be said it tells
        // nothing.
        endOf(conclusion)
                .filter(said -> !said.isAfter(writing.now()))
                .ifPresent(said -> in.become(in.conversation().heard(said)));
        conclusion
                .title()
                .filter(title -> !in.thread().title().equals(Optional.of(title)))
                .ifPresent(title -> {
                    var renamed = in.thread().renamedTo(Optional.of(title));
                    writing.stores().threads().change(renamed, in.thread().version());
                    writing.publish(new LogScope.OfSession(in.session().id()), ThreadEvents.renamed(renamed));
                    in.become(renamed);
                });
        in.save(in.session().owner());
        in.session()
                .owner()
                .filter(owner -> in.isNew() && isCurrent(writing, owner, in))
                .ifPresent(owner -> owners.tellCurrent(writing, owner, in.conversation()));
    }

    private static boolean isCurrent(Writing writing, UserId owner, Transcription in) {
        return writing.stores()
                .conversations()
                .current(owner)
                .map(StoredConversation::thread)
                .equals(Optional.of(in.thread().id()));
    }
}
