package dev.chatsessions.tck;

import dev.chatsessions.DeviceId;
import dev.chatsessions.JsonValue;
import dev.chatsessions.SessionId;
import dev.chatsessions.spi.DeliveryStore.StoredDelivery;
import dev.chatsessions.spi.OrphanStore.Orphan;
import dev.chatsessions.spi.SegmentStore.StoredSegment;
import dev.chatsessions.spi.StoredConversation;
import dev.chatsessions.thread.ChatThread;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Conversations, segments, orphans and deliveries that are not kept yet. */
record TestConversations(TestIds ids) {

    static final JsonValue.Fields LISTENING = new JsonValue.Fields(Map.of("text", JsonValue.of("what is")));

    StoredConversation begun(ChatThread thread, int step) {
        return StoredConversation.begun(thread.session(), thread.id(), TestTimes.at(step));
    }

    StoredConversation ended(ChatThread thread, int step) {
        return begun(thread, step).endedAt(TestTimes.at(step + 1)).asRevision(1);
    }

    StoredSegment shown(String key, ChatThread thread, long millis) {
        return new StoredSegment(
                key,
                thread.id(),
                Optional.of(ids.message()),
                Duration.ofMillis(millis),
                Duration.ofMillis(millis).plusNanos(123_456_789));
    }

    static StoredSegment absorbed(StoredSegment segment) {
        return new StoredSegment(segment.key(), segment.thread(), Optional.empty(), segment.start(), segment.end());
    }

    static Orphan orphan(SessionId session, DeviceId device, String name, Instant heardAt) {
        return new Orphan(session, device, name, heardAt);
    }

    StoredDelivery delivery(DeviceId device, SessionId session, int number) {
        return new StoredDelivery(
                ids.next(),
                device,
                session,
                TestTimes.at(number),
                number,
                number + 1,
                number + 2,
                "NO_TRIGGER," + number);
    }
}
