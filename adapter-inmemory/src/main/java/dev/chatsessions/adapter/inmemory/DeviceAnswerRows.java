package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.ReplyId;
import dev.chatsessions.spi.DeviceAnswerStore.DeviceAnswer;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** The replies that are still to be told to a device. */
final class DeviceAnswerRows {

    private final Table<ReplyId, DeviceAnswer> answers;

    private final Listing<Boolean, Moment, DeviceAnswer> byDue;

    DeviceAnswerRows(Journal journal) {
        answers = new Table<>(journal, DeviceAnswer::reply);
        byDue = answers.listing(
                answer -> Optional.of(true),
                answer -> new Moment(answer.dueAt(), answer.reply().value()),
                Moment.ORDER);
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
