package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.spi.DeviceAnswerStore.DeviceAnswer;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The replies that are still to be told to a device. */
final class DeviceAnswerRows {

    private final Table<ReplyId, DeviceAnswer> answers;

    private final Listing<Boolean, Moment, DeviceAnswer> byDue;

    private final Listing<SessionId, UUID, DeviceAnswer> bySession;

    DeviceAnswerRows(Journal journal) {
        answers = new Table<>(journal, DeviceAnswer::reply);
        byDue = answers.listing(
                answer -> Optional.of(true),
                answer -> new Moment(answer.dueAt(), answer.reply().value()),
                Moment.ORDER);
        bySession = answers.listing(
                answer -> Optional.of(answer.session()),
                answer -> answer.reply().value(),
                Order.OF_IDS);
    }

    /** Removes up to {@code limit} of the session and returns how many. */
    int remove(SessionId session, int limit) {
        return answers.remove(bySession.of(session).ascending(), limit);
    }

    Optional<DeviceAnswer> find(ReplyId reply) {
        return answers.find(reply);
    }

    /** Longest due first. */
    Stream<DeviceAnswer> due(Instant now) {
        return byDue.of(true).ascending().takeWhile(answer -> !answer.dueAt().isAfter(now));
    }

    void put(DeviceAnswer answer) {
        answers.put(answer);
    }

    void remove(DeviceAnswer answer) {
        answers.remove(answer);
    }
}
