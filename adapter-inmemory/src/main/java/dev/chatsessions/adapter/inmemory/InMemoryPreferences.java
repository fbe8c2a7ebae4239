package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.UserId;
import dev.chatsessions.spi.PreferenceStore;
import dev.chatsessions.webhook.ListenPreferences;
import java.util.Optional;

final class InMemoryPreferences implements PreferenceStore {

    private final Transaction transaction;

    InMemoryPreferences(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public Optional<ListenPreferences> find(UserId user) {
        return transaction.reading().preferences().find(user);
    }

    @Override
    public boolean put(UserId user, ListenPreferences next, long expectedVersion) {
        next.phrases().forEach(phrase -> Storable.require("phrase", phrase));
        var preferences = transaction.writing().preferences();
        var version = preferences.find(user).map(ListenPreferences::version).orElse(0L);
        if (version != expectedVersion) {
            return false;
        }
        preferences.put(user, next);
        return true;
    }
}
