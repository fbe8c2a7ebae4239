package dev.chatsessions.core.usecases;

import dev.chatsessions.Caller;
import dev.chatsessions.DeviceId;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.PageRequest;
import dev.chatsessions.Provider;
import dev.chatsessions.RequestKey;
import dev.chatsessions.ThreadId;
import dev.chatsessions.link.DeviceLink;
import dev.chatsessions.live.Feed;
import dev.chatsessions.spi.DeviceMessenger;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.MessageSource;
import dev.chatsessions.webhook.Conversation;
import dev.chatsessions.webhook.Delivery;
import dev.chatsessions.webhook.Receipt;
import dev.chatsessions.webhook.Segment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the suites about what devices hear begin with. */
abstract class HearingUseCases extends UseCases {

    static final DeviceId NECKLACE = new DeviceId(new Provider("omi"), "necklace");

    static final DeviceId GLASSES = new DeviceId(new Provider("omi"), "glasses");

    static final Duration SILENCE = Duration.ofSeconds(120);

    final ToldAnswers told = new ToldAnswers();

    @Override
    DeviceMessenger messenger() {
        return told;
    }

    DeviceLink link(Caller caller, DeviceId device) {
        var code = chat.links().start(caller, device, Optional.empty()).shown().orElseThrow();
        return chat.links().confirm(caller, device, code.digits(), Optional.empty());
    }

    /** What was said from one second to another, under an id of the provider's. */
    static Segment said(String id, String text, double start, double end) {
        return new Segment(Optional.of(id), text, Optional.of("SPEAKER_00"), true, seconds(start), seconds(end));
    }

    /** The same without an id. */
    static Segment said(String text, double start, double end) {
        return new Segment(Optional.empty(), text, Optional.of("SPEAKER_00"), true, seconds(start), seconds(end));
    }

    static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1_000));
    }

    static Delivery delivery(DeviceId device, List<Segment> segments) {
        return new Delivery(device.provider(), Optional.of(device), device.uid(), segments, 0);
    }

    Receipt deliver(DeviceId device, Segment... segments) {
        return deliver(delivery(device, List.of(segments)), RequestKey.none());
    }

    Receipt deliver(Delivery delivery, RequestKey key) {
        return chat.webhooks().deliver(new Caller.Device(delivery.origin()), delivery, key);
    }

    List<Conversation> conversations(Caller caller) {
        return chat.webhooks().conversations(caller, PageRequest.first(100)).items();
    }

    Conversation current(Caller caller) {
        return chat.webhooks().current(caller).orElseThrow(() -> new AssertionError("there is no conversation"));
    }

    /** The texts of a thread as they stand, answers and all. */
    List<String> texts(Caller caller, ThreadId thread) {
        return messages(caller, thread).stream().map(Message::text).toList();
    }

    List<Message> messages(Caller caller, ThreadId thread) {
        return chat.threads()
                .transcript(caller, thread, PageRequest.first(1_000))
                .messages();
    }

    /** What was heard in a thread. */
    List<String> heard(Caller caller, ThreadId thread) {
        return messages(caller, thread).stream()
                .filter(message -> message.source() == MessageSource.TRANSCRIPT)
                .map(Message::text)
                .toList();
    }

    List<LiveEvent> logOf(Caller.User user) {
        return log(user, new Feed.OfUser(user.id()));
    }

    /** Until nothing is left to be swept. */
    void sweep() {
        chat.housekeeping().runOnce();
    }
}
