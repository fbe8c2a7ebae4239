package dev.chatsessions.core.webhook;

import dev.chatsessions.LogScope;
import dev.chatsessions.MessageId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.UserId;
import dev.chatsessions.core.session.Activity;
import dev.chatsessions.core.thread.ThreadEvents;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.session.Session;
import dev.chatsessions.spi.IdSource;
import dev.chatsessions.spi.SegmentStore.StoredSegment;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.StoredConversation;
import dev.chatsessions.thread.Message;
import dev.chatsessions.webhook.Conclusion;
import dev.chatsessions.webhook.Receipt;
import dev.chatsessions.webhook.Segment;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
        var session = sessions.locked(writing, delivery);
        var written = SegmentRules.distinct(delivery.segments());
        var known = writing.stores().segments().find(session.id(), List.copyOf(written.keySet()));
        var in = conversation(writing, session, conclusion, known);
        var added = in.map(found -> reconcile(writing, found, conclusion, written, known))
                .orElse(0);
        Activity.in(writing, session);
        var receipt = new Receipt(
                added,
                delivery.segments().size() - added,
                delivery.skipped(),
                session.owner().isPresent(),
                Optional.empty());
        receiving.remember(writing, session, delivery, receipt, Optional.empty());
        if (session.owner().isEmpty()) {
            writing.stores().orphans().heard(session.id(), writing.now());
            sessions.claimIfLinked(writing, session, delivery);
        }
        return receipt;
    }

    /** The one of its id, else the one of most of its segments, else the one that goes on, else a new one; empty when deleted. */
    private Optional<Transcription> conversation(
            Writing writing, Session session, Conclusion conclusion, List<StoredSegment> known) {
        var stores = writing.stores();
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
                        .going(writing, session)
                        .filter(found -> known.isEmpty() && meets(found, conclusion)))
                .or(() -> Optional.of(conversations.begin(writing, session, startOf(writing, conclusion))));
    }

    /** Whether they are of the same time, where none of the segments tells. */
    private static boolean meets(Transcription open, Conclusion conclusion) {
        var end = conclusion.delivery().segments().stream()
                .map(Segment::end)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        return conclusion
                .startedAt()
                .filter(start -> !start.isAfter(open.conversation().heardAt())
                        && !start.plus(end).isBefore(open.conversation().startedAt()))
                .isPresent();
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

    /** Returns how many segments are new. */
    private int reconcile(
            Writing writing,
            Transcription in,
            Conclusion conclusion,
            Map<String, Segment> written,
            List<StoredSegment> known) {
        var stores = writing.stores();
        var session = in.session().id();
        var byKey = byKey(known);
        var shown = stores.segments().shown(session, in.thread().id());
        var told = told(writing, in, shown.size());
        var changes = SegmentRules.reconcile(shown, written);
        for (var kept : changes.kept()) {
            told.apply(kept)
                    .ifPresent(message ->
                            in.rewrite(message, written.get(kept.key()).text()));
        }
        for (var absorbed : changes.absorbed()) {
            told.apply(absorbed)
                    .filter(message -> !isAsked(writing, in, message))
                    .ifPresent(message -> {
                        in.remove(message);
                        stores.segments().change(session, withoutMessage(absorbed));
                    });
        }
        var added = new LinkedHashMap<String, Segment>();
        changes.added().forEach(key -> added.put(key, written.get(key)));
        var places = in.places(added);
        added.forEach((key, segment) -> {
            var before = Optional.ofNullable(byKey.get(key));
            before.ifPresent(elsewhere -> leave(writing, in.session(), elsewhere));
            var message = in.add(segment, new MessageId(ids.next()), places.get(key));
            var next = in.segment(key, segment, message.id());
            if (before.isPresent()) {
                stores.segments().change(session, next);
            } else {
                stores.segments().add(session, next);
            }
        });
        end(writing, in, conclusion);
        return (int)
                added.keySet().stream().filter(key -> !byKey.containsKey(key)).count();
    }

    private void end(Writing writing, Transcription in, Conclusion conclusion) {
        in.become(in.conversation().concludedAs(conclusion.id(), writing.now()));
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

    /** Reads the messages of a thread at once. */
    private static Function<StoredSegment, Optional<Message>> told(Writing writing, Transcription in, int count) {
        if (count == 0) {
            return segment -> Optional.empty();
        }
        var all = writing
                .stores()
                .messages()
                .history(
                        ANY,
                        in.thread().id(),
                        Long.MAX_VALUE,
                        Math.toIntExact(in.thread().messageCount()) + 1)
                .orElseThrow()
                .messages()
                .stream()
                .collect(Collectors.toMap(Message::id, Function.identity()));
        return segment -> segment.message().map(all::get);
    }

    /** What an assistant is still to answer stays. */
    private static boolean isAsked(Writing writing, Transcription in, Message message) {
        return writing.stores().replies().open(ANY, in.thread().id()).stream()
                .anyMatch(open -> open.reply().question().equals(message.id()));
    }

    /** Takes a segment out of the other conversation that it is shown in. */
    private static void leave(Writing writing, Session session, StoredSegment segment) {
        var stores = writing.stores();
        var message = segment.message().flatMap(id -> stores.messages().find(ANY, segment.thread(), id));
        message.ifPresent(found -> {
            var other = new Transcription(
                    writing,
                    session,
                    stores.conversations().find(ANY, segment.thread()).orElseThrow(),
                    stores.threads().find(ANY, segment.thread()).orElseThrow(),
                    false);
            other.remove(found);
            other.save(session.owner());
        });
    }

    private static StoredSegment withoutMessage(StoredSegment segment) {
        return new StoredSegment(segment.key(), segment.thread(), Optional.empty(), segment.start(), segment.end());
    }

    private static Map<String, StoredSegment> byKey(List<StoredSegment> segments) {
        return segments.stream().collect(Collectors.toMap(StoredSegment::key, Function.identity()));
    }
}
