package dev.chatsessions.core.webhook;

import dev.chatsessions.ThreadId;
import dev.chatsessions.UserId;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.StoredConversation;
import java.util.Optional;

/** What a user turns to becomes his current conversation. Thread-safe. */
final class Turns {

    private final Transactions transactions;

    private final OwnersLog owners;

    Turns(Transactions transactions, OwnersLog owners) {
        this.transactions = transactions;
        this.owners = owners;
    }

    void to(UserId owner, SessionAccess access, ThreadId thread) {
        transactions.run(access, writing -> {
            var stores = writing.stores();
            var locked = stores.threads().lock(access, thread);
            var conversation = stores.conversations().find(access, thread);
            if (locked.isEmpty() || conversation.isEmpty()) {
                return;
            }
            var before = stores.conversations().current(owner).map(StoredConversation::thread);
            stores.conversations().change(conversation.get().turnedTo(writing.now()));
            if (!before.equals(Optional.of(thread))) {
                owners.tellCurrent(writing, owner, conversation.get());
            }
        });
    }
}
