package dev.chatsessions.core.webhook;

import dev.chatsessions.LogScope;
import dev.chatsessions.MessageId;
import dev.chatsessions.UserId;
import dev.chatsessions.core.thread.ThreadEvents;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.session.Session;
import dev.chatsessions.spi.SegmentStore.StoredSegment;
import dev.chatsessions.spi.StoredConversation;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.MessageSource;
import dev.chatsessions.thread.MessageStatus;
import dev.chatsessions.thread.Part;
import dev.chatsessions.thread.Role;
import dev.chatsessions.webhook.Segment;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A conversation as one transaction writes it, which holds its session's lock. */
final class Transcription {

    private final Writing writing;

    private final Session session;

    private final Optional<StoredConversation> before;

    private StoredConversation conversation;

    private ChatThread thread;

    private final Set<Long> given = new HashSet<>();

    /** @param isNew whether the conversation is still to be kept */
    Transcription(Writing writing, Session session, StoredConversation conversation, ChatThread thread, boolean isNew) {
        this.writing = writing;
        this.session = session;
        this.before = isNew ? Optional.empty() : Optional.of(conversation);
        this.conversation = conversation;
        this.thread = thread;
    }

    StoredConversation conversation() {
        return conversation;
    }

    ChatThread thread() {
        return thread;
    }

    Session session() {
        return session;
    }

    boolean isNew() {
        return before.isEmpty();
    }

    void become(StoredConversation next) {
        conversation = next;
    }

    void become(ChatThread next) {
        thread = next;
    }

    /** Where each of these segments is to stand: as they were said, whatever came before. */
    Map<String, Long> places(Map<String, Segment> segments) {
        var wanted = new HashMap<String, Long>();
        segments.forEach((key, segment) -> wanted.put(key, SegmentRules.place(key, segment.start())));
        var taken = taken(wanted.values());
        var places = new HashMap<String, Long>();
        segments.keySet().forEach(key -> {
            var place = wanted.get(key);
            places.put(key, given.contains(place) || taken.contains(place) ? free(place + 1) : give(place));
        });
        return places;
    }

    /** The first free place from there on. */
    long free(long from) {
        var place = from;
        while (given.contains(place) || taken(List.of(place)).contains(place)) {
            place++;
        }
        return give(place);
    }

    private long give(long place) {
        given.add(place);
        return place;
    }

    /** Nothing stands behind the last position. */
    private Set<Long> taken(Collection<Long> places) {
        var unsure =
                places.stream().filter(place -> place <= thread.lastPosition()).collect(Collectors.toSet());
        return unsure.isEmpty() ? Set.of() : writing.stores().messages().taken(session.id(), thread.id(), unsure);
    }

    /** Adds what was said. */
    Message add(Segment segment, MessageId id, long place) {
        var message = new Message(
                id,
                session.id(),
                thread.id(),
                place,
                Role.USER,
                List.of(new Part.Text(segment.text())),
                MessageSource.TRANSCRIPT,
                segment.speaker(),
                MessageStatus.COMPLETE,
                Optional.empty(),
                writing.now(),
                1);
        writing.stores().messages().append(message);
        writing.publish(log(), ThreadEvents.added(message));
        thread = thread.placedUpTo(place, 1, writing.now());
        return message;
    }

    /** Replaces the words of a message, if they are others. */
    void rewrite(Message message, String text) {
        if (!message.text().equals(text)) {
            var next = message.finishedAs(message.status(), List.of(new Part.Text(text)), message.createdAt());
            writing.stores().messages().change(next);
            writing.publish(log(), ThreadEvents.changed(next));
        }
    }

    void remove(Message message) {
        writing.stores().messages().remove(session.id(), message.id());
        writing.publish(log(), ThreadEvents.removed(message));
        thread = thread.placedUpTo(0, -1, writing.now());
    }

    StoredSegment segment(String key, Segment segment, MessageId message) {
        return new StoredSegment(key, thread.id(), Optional.of(message), segment.start(), segment.end());
    }

    void save(Optional<UserId> owner) {
        writing.stores().threads().record(thread);
        if (before.isEmpty()) {
            writing.stores().conversations().insert(conversation.asRevision(1), owner);
        } else if (!conversation.equals(before.get())) {
            writing.stores()
                    .conversations()
                    .change(conversation.asRevision(before.get().revision() + 1));
        }
    }

    private LogScope log() {
        return new LogScope.OfSession(session.id());
    }
}
