package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.ReplyId;
import dev.chatsessions.reply.ReplyStatus;
import dev.chatsessions.spi.DeviceAnswerStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

final class InMemoryDeviceAnswers implements DeviceAnswerStore {

    private final Transaction transaction;

    InMemoryDeviceAnswers(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public void insert(DeviceAnswer answer) {
        transaction.holding(answer.session()).deviceAnswers().put(answer);
    }

    @Override
    public List<DeviceAnswer> due(Instant now, int limit) {
        var tables = transaction.reading();
        return tables.deviceAnswers()
                .due(now)
                .filter(answer -> tables.replies()
                        .find(answer.reply())
                        .filter(stored -> stored.reply().status() == ReplyStatus.FINISHED)
                        .isPresent())
                .limit(limit)
                .toList();
    }

    @Override
    public boolean claim(ReplyId reply, int tries, Instant nextDue) {
        var found = with(reply, tries);
        found.ifPresent(answer -> transaction
                .writing()
                .deviceAnswers()
                .put(new DeviceAnswer(reply, answer.session(), answer.device(), tries + 1, nextDue)));
        return found.isPresent();
    }

    @Override
    public boolean remove(ReplyId reply, int tries) {
        var found = with(reply, tries);
        found.ifPresent(transaction.writing().deviceAnswers()::remove);
        return found.isPresent();
    }

    private Optional<DeviceAnswer> with(ReplyId reply, int tries) {
        return transaction.writing().deviceAnswers().find(reply).filter(answer -> answer.tries() == tries);
    }
}
