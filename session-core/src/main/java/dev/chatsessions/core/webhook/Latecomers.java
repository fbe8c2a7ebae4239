package dev.chatsessions.core.webhook;

import dev.chatsessions.MessageId;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.spi.ConversationStore.Hearing;
import dev.chatsessions.spi.IdSource;
import dev.chatsessions.spi.SegmentStore.StoredSegment;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.Message;
import dev.chatsessions.webhook.Segment;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Sees to what was said in a conversation that its provider has concluded, and comes only after that: it is told there, not
 * in the next. The provider may have put its words into another segment; then it adds nothing. Thread-safe.
 */
final class Latecomers {

    private static final SessionAccess ANY = new SessionAccess.Any();

    /** How long before it a segment may have begun that has its words; providers join what is said in a row. */
    private static final Duration IN_A_ROW = Duration.ofMinutes(5);

    private final IdSource ids;

    Latecomers(IdSource ids) {
        this.ids = ids;
    }

    /**
     * What became of those that came late.
     *
     * @param came how many they were
     * @param told how many got a message
     */
    record Late(int came, int told) {}

    /** Takes those that came late out of what is new. */
    Late settle(Writing writing, Hearing hearing, Map<String, Segment> fresh) {
        var late = new LinkedHashMap<String, Segment>();
        var concluded = hearing.previous().filter(previous -> previous.origin().isPresent());
        fresh.forEach((key, segment) -> concluded
                .filter(over -> SegmentRules.isOf(over.startedAt(), over.heardAt(), segment, writing.now()))
                .ifPresent(over -> late.put(key, segment)));
        var thread = Optional.of(late)
                .filter(any -> !any.isEmpty())
                .flatMap(any -> writing.stores()
                        .threads()
                        .find(ANY, concluded.orElseThrow().thread()));
        if (thread.isEmpty()) {
            return new Late(0, 0);
        }
        late.entrySet().removeIf(each -> isBehind(thread.get(), each));
        late.keySet().forEach(fresh::remove);
        var in = Conversations.of(writing, hearing.session(), concluded.orElseThrow(), thread.get());
        return new Late(late.size(), late.isEmpty() ? 0 : add(writing, in, late));
    }

    /** Nothing was said so late in it. */
    private static boolean isBehind(ChatThread thread, Map.Entry<String, Segment> segment) {
        return SegmentRules.place(segment.getKey(), segment.getValue().start()) > thread.lastPosition();
    }

    private int add(Writing writing, Transcription in, Map<String, Segment> late) {
        var untold = new LinkedHashMap<>(late);
        var meanwhile = meanwhile(writing, in, late.values().stream().toList());
        untold.values().removeIf(segment -> isTold(segment, meanwhile));
        var places = in.places(untold);
        var segments = writing.stores().segments();
        late.forEach((key, segment) -> {
            var message = Optional.ofNullable(places.get(key))
                    .map(place ->
                            in.add(segment, new MessageId(ids.next()), place).id());
            segments.add(
                    in.session().id(),
                    new StoredSegment(key, in.thread().id(), message, segment.start(), segment.end()));
        });
        in.save(in.session().owner());
        return untold.size();
    }

    /** What is told of the time in which they were said, as it was said. */
    private static Map<StoredSegment, Message> meanwhile(Writing writing, Transcription in, List<Segment> late) {
        var session = in.session().id();
        var from = late.stream().map(Segment::start).min(Comparator.naturalOrder());
        var to = late.stream().map(Segment::end).max(Comparator.naturalOrder());
        var shown = writing.stores()
                .segments()
                .shown(session, in.thread().id(), from.orElseThrow().minus(IN_A_ROW), to.orElseThrow());
        var told =
                shown.stream().map(segment -> segment.message().orElseThrow()).toList();
        var messages = writing.stores().messages().all(session, in.thread().id(), told).stream()
                .collect(Collectors.toMap(Message::id, Function.identity()));
        var meanwhile = new LinkedHashMap<StoredSegment, Message>();
        shown.forEach(
                segment -> Optional.ofNullable(messages.get(segment.message().orElseThrow()))
                        .ifPresent(message -> meanwhile.put(segment, message)));
        return meanwhile;
    }

    private static boolean isTold(Segment segment, Map<StoredSegment, Message> meanwhile) {
        var texts = meanwhile.entrySet().stream()
                .filter(each -> each.getKey().start().compareTo(segment.end()) <= 0
                        && each.getKey().end().compareTo(segment.start()) >= 0)
                .map(each -> each.getValue().text())
                .toList();
        return SegmentRules.isSaid(segment.text(), texts);
    }
}
