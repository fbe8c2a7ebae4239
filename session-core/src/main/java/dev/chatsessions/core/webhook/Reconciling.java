package dev.chatsessions.core.webhook;

import dev.chatsessions.MessageId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.spi.IdSource;
import dev.chatsessions.spi.SegmentStore.StoredSegment;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.StoredReply;
import dev.chatsessions.thread.Message;
import dev.chatsessions.webhook.Segment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Brings a conversation to what is written down of it: within the stretch of time that is written down, for what was said
 * before and behind it is not what was written. It costs the segments of that stretch, however long the conversation.
 */
final class Reconciling {

    private static final SessionAccess ANY = new SessionAccess.Any();

    private final Writing writing;

    private final Transcription in;

    private final IdSource ids;

    Reconciling(Writing writing, Transcription in, IdSource ids) {
        this.writing = writing;
        this.in = in;
        this.ids = ids;
    }

    /**
     * Returns how many segments are new.
     *
     * @param known of those that are written, the ones that were delivered before
     */
    int reconcile(Map<String, Segment> written, List<StoredSegment> known) {
        var changes = SegmentRules.reconcile(shown(written.values(), known), written);
        rewrite(changes.kept(), written);
        absorb(changes.absorbed());
        var added = new LinkedHashMap<String, Segment>();
        changes.added().forEach(key -> added.put(key, written.get(key)));
        add(added, byKey(known));
        return (int) added.keySet().stream()
                .filter(key -> known.stream().noneMatch(segment -> segment.key().equals(key)))
                .count();
    }

    /** Those that are written, and those that were said meanwhile. */
    private Collection<StoredSegment> shown(Collection<Segment> written, List<StoredSegment> known) {
        var shown = new LinkedHashMap<String, StoredSegment>();
        known.stream().filter(this::isHere).forEach(segment -> shown.put(segment.key(), segment));
        if (!written.isEmpty()) {
            var starts = written.stream().map(Segment::start).sorted().toList();
            var end = written.stream().map(Segment::end).max(Comparator.naturalOrder());
            meanwhile(starts.get(0), end.orElseThrow()).forEach(segment -> shown.put(segment.key(), segment));
        }
        return shown.values();
    }

    private List<StoredSegment> meanwhile(Duration from, Duration to) {
        return writing.stores().segments().shown(in.session().id(), in.thread().id(), from, to);
    }

    private boolean isHere(StoredSegment segment) {
        return segment.message().isPresent()
                && segment.thread().equals(in.thread().id());
    }

    private void rewrite(List<StoredSegment> kept, Map<String, Segment> written) {
        var told = told(in.thread().id(), kept);
        kept.forEach(segment -> {
            var wanted = written.get(segment.key());
            Optional.ofNullable(told.get(segment.message().orElseThrow()))
                    .ifPresent(message -> in.rewrite(message, wanted.text()));
            if (!segment.start().equals(wanted.start()) || !segment.end().equals(wanted.end())) {
                writing.stores()
                        .segments()
                        .change(
                                in.session().id(),
                                in.segment(
                                        segment.key(), wanted, segment.message().orElseThrow()));
            }
        });
    }

    /** What an assistant is still to answer stays. */
    private void absorb(List<StoredSegment> absorbed) {
        if (absorbed.isEmpty()) {
            return;
        }
        var asked = asked();
        var told = told(in.thread().id(), absorbed);
        absorbed.stream()
                .filter(segment -> !asked.contains(segment.message().orElseThrow()))
                .forEach(segment -> Optional.ofNullable(
                                told.get(segment.message().orElseThrow()))
                        .ifPresent(message -> {
                            in.remove(message);
                            writing.stores().segments().change(in.session().id(), withoutMessage(segment));
                        }));
    }

    private void add(Map<String, Segment> added, Map<String, StoredSegment> known) {
        leave(added.keySet().stream()
                .flatMap(key -> Optional.ofNullable(known.get(key)).stream())
                .toList());
        var segments = writing.stores().segments();
        var places = in.places(added);
        added.forEach((key, segment) -> {
            var message = in.add(segment, new MessageId(ids.next()), places.get(key));
            var next = in.segment(key, segment, message.id());
            if (known.containsKey(key)) {
                segments.change(in.session().id(), next);
            } else {
                segments.add(in.session().id(), next);
            }
        });
    }

    /** Takes segments out of the other conversations that they are shown in. */
    private void leave(List<StoredSegment> elsewhere) {
        elsewhere.stream()
                .filter(segment -> segment.message().isPresent())
                .collect(Collectors.groupingBy(StoredSegment::thread))
                .forEach((id, segments) -> conversation(id).ifPresent(other -> {
                    told(id, segments).values().forEach(other::remove);
                    other.save(in.session().owner());
                }));
    }

    private Optional<Transcription> conversation(ThreadId id) {
        var stores = writing.stores();
        return stores.threads()
                .find(ANY, id)
                .flatMap(thread -> stores.conversations()
                        .find(ANY, id)
                        .map(found -> Conversations.of(writing, in.session(), found, thread)));
    }

    /** The messages of these segments, at once. */
    private Map<MessageId, Message> told(ThreadId thread, List<StoredSegment> segments) {
        var messages = new ArrayList<MessageId>();
        segments.forEach(segment -> segment.message().ifPresent(messages::add));
        return writing.stores().messages().all(in.session().id(), thread, messages).stream()
                .collect(Collectors.toMap(Message::id, Function.identity()));
    }

    private Set<MessageId> asked() {
        return writing.stores().replies().open(ANY, in.thread().id()).stream()
                .map(StoredReply::reply)
                .map(Reply::question)
                .collect(Collectors.toSet());
    }

    private static StoredSegment withoutMessage(StoredSegment segment) {
        return new StoredSegment(segment.key(), segment.thread(), Optional.empty(), segment.start(), segment.end());
    }

    private static Map<String, StoredSegment> byKey(List<StoredSegment> segments) {
        return segments.stream().collect(Collectors.toMap(StoredSegment::key, Function.identity()));
    }
}
