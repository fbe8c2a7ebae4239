package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.LogScope;
import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import dev.chatsessions.link.DeviceLink;
import dev.chatsessions.spi.ErasureStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class InMemoryErasures implements ErasureStore {

    private final Transaction transaction;

    InMemoryErasures(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public boolean begin(StoredErasure erasure) {
        var tables = transaction.writing();
        if (tables.erasures().find(erasure.mark()).isPresent()) {
            return false;
        }
        var log = new LogScope.OfUser(erasure.user().orElseThrow());
        transaction.end(log);
        tables.erasures().put(erasure);
        return true;
    }

    @Override
    public Optional<StoredErasure> find(String mark) {
        return transaction.reading().erasures().find(mark);
    }

    @Override
    public Optional<StoredErasure> tryLock(String mark) {
        return transaction.writing().erasures().find(mark);
    }

    @Override
    public List<StoredErasure> open(int limit) {
        return transaction.reading().erasures().open().limit(limit).toList();
    }

    @Override
    public void change(StoredErasure next) {
        transaction.writing().erasures().put(next);
    }

    @Override
    public boolean lift(String mark) {
        var erasures = transaction.writing().erasures();
        var found = erasures.find(mark);
        found.ifPresent(erasures::remove);
        return found.isPresent();
    }

    @Override
    public boolean lockLog(LogScope.OfUser log, long newEpoch, String mark) {
        if (transaction.writing().erasures().find(mark).isPresent()) {
            return false;
        }
        transaction.events().lock(log, newEpoch);
        return true;
    }

    @Override
    public void keepDevice(String mark, Instant at) {
        transaction.writing().erasedDevices().findOrPut(mark, () -> at);
    }

    @Override
    public boolean isDeviceKept(String mark) {
        return transaction.reading().erasedDevices().has(mark);
    }

    @Override
    public void liftDevice(String mark) {
        transaction.writing().erasedDevices().remove(mark);
    }

    @Override
    public void reserve(SessionId session) {
        transaction.writing().graveyard().leave(session);
    }

    @Override
    public List<DeviceLink> links(UserId user, int limit) {
        return transaction.reading().links().all(user).ascending().limit(limit).toList();
    }

    @Override
    public Map<String, Long> remove(UserId user, int limit) {
        return new Estate(transaction.writing(), user).remove(limit);
    }

    @Override
    public Map<String, Long> count(UserId user) {
        return new Estate(transaction.reading(), user).count();
    }
}
